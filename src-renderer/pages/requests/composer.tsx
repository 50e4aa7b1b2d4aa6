import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useState } from 'react'
import { api, client } from '../../lib/api.ts'
import { pretty } from '../../lib/format.ts'
import { useOpen, useSandbox } from '../../lib/place.ts'
import { StatusChip } from '../../ui/chip.tsx'
import { CodeInput, CodeView } from '../../ui/code-view.tsx'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { blank, examples } from './examples.ts'
import { composedOf, methods, type Composed, type Method } from './replay.ts'
import classes from './requests.module.css'

/** Composes any request; filled from a recorded one for a replay with edits. */
export function Composer({ from, onClose }: { from: number | null; onClose: () => void }) {
  const sandbox = useSandbox()
  const recorded = useQuery({
    ...api.requests.get.queryOptions({ input: { sandbox, id: from ?? 0 } }),
    enabled: from !== null,
  })
  const title = from === null ? 'Compose request' : `Replay request ${from} with edits`
  if (recorded.error !== null)
    return (
      <DetailPanel label={title} title={title} onClose={onClose}>
        <ProblemNote error={recorded.error} />
      </DetailPanel>
    )
  if (from !== null && recorded.data === undefined) return <DetailPanel label={title} title={title} onClose={onClose} />
  return (
    <DetailPanel label={title} title={title} onClose={onClose}>
      <ComposeForm
        start={recorded.data === undefined ? blank : composedOf(recorded.data)}
        replayOf={from ?? undefined}
      />
    </DetailPanel>
  )
}

function ComposeForm({ start, replayOf }: { start: Composed; replayOf?: number }) {
  const sandbox = useSandbox()
  const [request, setRequest] = useState<Composed>({ ...start, body: pretty(start.body) })
  const change = (part: Partial<Composed>) => setRequest((before) => ({ ...before, ...part }))
  const send = useMutation({ mutationFn: () => client.requests.send({ sandbox, ...toSend(request), replayOf }) })
  const broken = jsonProblem(request.body)
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      {replayOf === undefined && <Examples onTake={setRequest} />}
      <div className={classes.line}>
        <NativeSelect
          label="Method"
          value={request.method}
          onChange={(event) => change({ method: event.currentTarget.value as Method })}
          data={[...methods]}
        />
        <TextInput
          label="Path"
          value={request.path}
          onChange={(event) => change({ path: event.currentTarget.value })}
          required
          spellCheck={false}
          classNames={{ input: 'code' }}
          error={request.path.startsWith('/') ? undefined : 'A path starts with a slash.'}
        />
        <Button
          type="submit"
          variant="filled"
          leftSection={<Send size={14} aria-hidden />}
          loading={send.isPending}
          disabled={!request.path.startsWith('/')}
        >
          Send
        </Button>
      </div>
      {request.path.includes('{') && (
        <Note tone="info">
          Put an id in the place of <code>{'{id}'}</code>. Copy it from a user or a group.
        </Note>
      )}
      {request.method !== 'GET' && request.method !== 'DELETE' && (
        <div>
          <div className={classes.fieldLabel}>Body</div>
          <CodeInput value={request.body} label="Body" onChange={(body) => change({ body })} minHeight={180} />
          {broken !== null && <p className={classes.hint}>Not JSON: {broken}. It can be sent all the same.</p>}
        </div>
      )}
      {send.error !== null && <ProblemNote error={send.error} />}
      {send.data !== undefined && <Answer {...send.data} />}
    </form>
  )
}

function Examples({ onTake }: { onTake: (request: Composed) => void }) {
  return (
    <div className={classes.row} role="group" aria-label="Examples">
      <span className="muted small">Start from</span>
      {Object.entries(examples).map(([name, request]) => (
        <Button key={name} size="compact-xs" onClick={() => onTake(request)}>
          {name}
        </Button>
      ))}
    </div>
  )
}

function Answer({ exchangeId, status, body }: { exchangeId: number | null; status: number; body: string }) {
  const open = useOpen('requests')
  return (
    <section className={classes.stack} aria-label="Answer">
      <div className={classes.row}>
        <h3>Answer</h3>
        <StatusChip status={status} />
        {exchangeId !== null && (
          <Button onClick={() => open(String(exchangeId), { fresh: true })}>Open the exchange</Button>
        )}
      </div>
      <CodeView text={pretty(body)} label="answer" />
    </section>
  )
}

function toSend({ method, path, headers, body }: Composed): Composed {
  if (method === 'GET' || method === 'DELETE')
    return { method, path, headers: headers.filter(([name]) => name.toLowerCase() !== 'content-type'), body: '' }
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type')
  return { method, path, headers: typed ? headers : [...headers, ['content-type', 'application/scim+json']], body }
}

function jsonProblem(body: string): string | null {
  if (body.trim() === '') return null
  try {
    JSON.parse(body)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
