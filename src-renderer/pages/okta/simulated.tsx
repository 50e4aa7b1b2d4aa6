import { Chip } from '../../ui/chip.tsx'

/** Beside the title of every page of this side. */
export function Simulated() {
  return (
    <Chip tone="accent" title="Simulated by Scimbox. Nothing here reaches a real Okta org.">
      simulated
    </Chip>
  )
}
