import { Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AutomationState, AutomationWanted } from '../../../src-shared/desktop/messages.ts'
import { desktop } from '../../lib/desktop.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

const queryKey = ['desktop', 'automation']

/** Whether anything but this window may call the console API. Only the desktop asks: elsewhere the console itself is that API. */
export function Automation() {
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery({ queryKey, queryFn: () => desktop!.automation(), enabled: desktop !== undefined })
  const change = useMutation({
    mutationFn: (wanted: AutomationWanted) => desktop!.setAutomation(wanted),
    onSuccess: (state) => queries.setQueryData(queryKey, state),
  })
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  return (
    <Section
      title="Automation"
      description="The window needs no port. Turn this on to let scripts and the scimbox command call the console API, on this computer and with a token."
    >
      <div className={classes.flags}>
        <Switch
          label="Answer scripts and the scimbox command"
          description="On a port of the loopback, with a token that is new with every start."
          checked={data.on}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ on: event.currentTarget.checked, kept: data.kept })}
        />
        <Switch
          label="Also after the next start"
          description="Off: it is turned off when Scimbox quits."
          checked={data.on && data.kept}
          disabled={!data.on || change.isPending}
          onChange={(event) => change.mutate({ on: true, kept: event.currentTarget.checked })}
        />
      </div>
      {data.problem !== null && (
        <Note tone="bad" title="Scripts are not answered">
          {data.problem}
        </Note>
      )}
      {change.error !== null && <ProblemNote error={change.error} />}
      {data.url !== null && <Whereabouts state={data} />}
    </Section>
  )
}

function Whereabouts({ state: { url, dataDir } }: { state: AutomationState }) {
  return (
    <>
      <p className={classes.seeAlso}>
        Listening on <code>{url}</code>. Address and token are in <code>instance.json</code> of the folder below, where the command finds them.
      </p>
      <CommandLine words={['clock', '--data-dir', dataDir]} />
    </>
  )
}
