import { Button } from '@mantine/core'
import type { Drift } from '../../../../src-shared/api/okta/drift.ts'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { useRemedy } from './use-remedy.ts'

/** What Okta believes and what the app has, the cause where the error above does not say it, and what clears it. */
export function DriftNote({ appId, drift, error }: { appId: string; drift: Drift; error: string | null }) {
  const remedy = useRemedy(appId, drift)
  const isSaid = error !== null && drift.cause.includes(error)
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
        {!isSaid && drift.cause} {drift.remedyText}
      </Note>
      {remedy.error !== null && <ProblemNote error={remedy.error} />}
    </>
  )
}
