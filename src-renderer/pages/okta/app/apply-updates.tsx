import { Button } from '@mantine/core'
import { client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { useToast } from '../../../ui/toast.tsx'
import okta from '../okta.module.css'
import classes from './attribute.module.css'

/** What Okta asks after the profile was saved: saving alone sends nothing. */
export function ApplyUpdates({ appId, onDone }: { appId: string; onDone: () => void }) {
  const sandbox = useSandbox()
  const toast = useToast()
  const { mutate, isPending, error } = useOktaCall(
    () => client.okta.attributes.apply({ sandbox, appId }),
    ({ people }) => {
      toast(people === 0 ? 'Nothing to send: nobody’s profile is sent otherwise.' : `${plural(people, 'profile')} on the way.`)
      onDone()
    },
  )
  return (
    <div className={classes.ask}>
      <Note
        tone="info"
        title="Do you want to apply these mappings to all users with this profile?"
        action={
          <span className={okta.inline}>
            <Button variant="filled" loading={isPending} onClick={() => mutate()}>
              Apply updates now
            </Button>
            <Button onClick={onDone}>Don’t apply updates</Button>
          </span>
        }
      >
        Nothing was sent yet. Without it, each person is updated with the next change to them.
      </Note>
      {error !== null && <ProblemNote error={error} />}
    </div>
  )
}
