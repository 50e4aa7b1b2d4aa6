import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Tunnel } from '../../../src-shared/api/tunnel.ts'
import { api, client } from '../../lib/api.ts'
import { dateAndTime, timeOfDay } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { tunnelWords, useTunnel, useTunnelCall } from '../../lib/tunnel.ts'
import { Chip } from '../../ui/chip.tsx'
import { CommandLine } from '../../ui/command-line.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { Page } from '../../ui/page.tsx'
import { ArrivalsOfOkta } from './arrivals.tsx'
import classes from './connect.module.css'
import { PasteCard } from './paste-card.tsx'
import { Preflight } from './preflight.tsx'
import { Provider } from './provider.tsx'

/** From no tunnel to the first request of a real Okta, step by step. */
export function ConnectPage() {
  const sandbox = useSandbox()
  const tunnel = useTunnel()
  const connection = useQuery(api.connection.get.queryOptions({ input: { sandbox } }))
  const problem = tunnel.error ?? connection.error
  const { data } = tunnel
  return (
    <Page title="Connect real Okta" badge={data && <StateChip tunnel={data} />}>
      {problem !== null && <ProblemNote error={problem} retry={() => void tunnel.refetch()} />}
      {data !== undefined && (
        <div className={classes.page}>
          <UrlChanged tunnel={data} />
          <Trouble tunnel={data} />
          <div className={classes.steps}>
            <Provider tunnel={data} />
            <Preflight tunnel={data} />
          </div>
          <div className={classes.steps}>
            {connection.data !== undefined && <PasteCard connection={connection.data} />}
            <ArrivalsOfOkta isUp={data.state === 'up'} />
          </div>
        </div>
      )}
    </Page>
  )
}

function StateChip({ tunnel }: { tunnel: Tunnel }) {
  const { tone, words } = tunnelWords(tunnel)
  return (
    <span role="status" title={`since ${dateAndTime(tunnel.since)}`}>
      <Chip tone={tone}>{words}</Chip>
    </span>
  )
}

/** The address that Okta calls is not the public one any more. */
function UrlChanged({ tunnel: { replaces, url } }: { tunnel: Tunnel }) {
  const acknowledge = useTunnelCall(() => client.tunnel.acknowledge())
  if (replaces === null) return null
  const done = (
    <Button loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
      I updated it in Okta
    </Button>
  )
  return (
    <div role="alert">
      <Note tone="warn" title="URL changed, update it in Okta" action={done}>
        <del className={classes.address}>{replaces}</del> <code className={classes.address}>{url}</code>
        <CommandLine words={['tunnel', 'acknowledge']} />
      </Note>
      {acknowledge.error !== null && <ProblemNote error={acknowledge.error} />}
    </div>
  )
}

function Trouble({ tunnel: { state, problem, retryAt } }: { tunnel: Tunnel }) {
  if (problem === null) return null
  if (state === 'failed') return <Note tone="bad" title="The tunnel failed">{problem}</Note>
  return (
    <Note tone="warn" title="The tunnel is down, and is tried again">
      {problem} {retryAt === null ? 'Trying now.' : `Next try at ${timeOfDay(retryAt)}.`}
    </Note>
  )
}
