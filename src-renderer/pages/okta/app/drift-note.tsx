import { Button } from '@mantine/core'
import type { Drift } from '../../../../src-shared/api/okta/drift.ts'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { useRemedy } from './use-remedy.ts'

/** What Okta believes and what the app has, the cause, and what clears it. */
export function DriftNote({ appId, drift }: { appId: string; drift: Drift }) {
  const remedy = useRemedy(appId, drift)
  return (
    <>
      <Note
        tone="warn"
        title={`Okta: ${drift.okta} / app: ${drift.app}`}
        action={
          remedy.label !== null && (
            <Button loading={remedy.isPending} onClick={remedy.run}>
              {remedy.label}
            </Button>
          )
        }
      >
        {drift.cause} {drift.remedyText}
      </Note>
      {remedy.error !== null && <ProblemNote error={remedy.error} />}
    </>
  )
}
