import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Copy, Pin, PinOff, RotateCw } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import type { Action, ExchangeDetail } from '../../../src-shared/api/requests.ts'
import { api, client } from '../../lib/api.ts'
import { useCommands } from '../../lib/commands.ts'
import { duration, timeOfDay } from '../../lib/format.ts'
import { requestsOfAction } from '../../lib/okta.ts'
import { useOpen, useSandbox, useTo } from '../../lib/place.ts'
import { problemOf } from '../../lib/problem.ts'
import { MethodChip, StatusChip } from '../../ui/chip.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { DetailPanel } from '../../ui/detail-panel.tsx'
import { MoreActions } from '../../ui/more-actions.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Compare } from './compare.tsx'
import { Explain } from './explain.tsx'
import { MessageView, RawView } from './message-view.tsx'
import { Summary } from './summary.tsx'
import { composedOf } from './replay.ts'
import classes from './requests.module.css'

/** One exchange: what it did, what was sent, what was answered, and why. */
export function ExchangePanel({ id, onClose }: { id: number; onClose: () => void }) {
  const sandbox = useSandbox()
  const [query] = useSearchParams()
  const { data, error, refetch } = useQuery(api.requests.get.queryOptions({ input: { sandbox, id } }))
  if (error !== null && data === undefined) {
    return (
      <DetailPanel label="Request" title={`Request ${id}`} onClose={onClose}>
        <ProblemNote error={error} retry={() => void refetch()} />
      </DetailPanel>
    )
  }
  if (data === undefined) return <DetailPanel label="Request" title="…" onClose={onClose} />
  const other = query.get('with')
  if (other !== null)
    return <Compare exchange={data} other={other === 'pick' ? null : Number(other)} onClose={onClose} />
  return <Exchange exchange={data} onClose={onClose} />
}

function Exchange({ exchange, onClose }: { exchange: ExchangeDetail; onClose: () => void }) {
  const { row, request, response } = exchange
  return (
    <DetailPanel
      label={`Request ${row.id}`}
      onClose={onClose}
      title={
        <span className={classes.heading}>
          <MethodChip method={row.method} />{' '}
          <span className="code cut" title={row.path}>
            {row.path}
          </span>
        </span>
      }
      subtitle={
        <>
          <StatusChip status={row.status} />
          <span>{timeOfDay(row.at)}</span>
          <span>{duration(row.duration)}</span>
          <span>no. {row.id}</span>
          {row.action !== null && <ActionLink action={row.action} />}
          {row.target !== null && <span>to {row.target}</span>}
        </>
      }
      actions={<Actions exchange={exchange} />}
      tabs={[
        { value: 'summary', label: 'Summary', content: <Summary exchange={exchange} /> },
        { value: 'request', label: 'Request', content: <MessageView message={request} what="request" /> },
        { value: 'response', label: 'Response', content: <MessageView message={response} what="response" /> },
        {
          value: 'explain',
          label: <Counted word="Explain" count={exchange.findings.length} />,
          content: <Explain exchange={exchange} />,
        },
        { value: 'raw', label: 'Raw', content: <RawView exchange={exchange} /> },
      ]}
    />
  )
}

/** What an admin of the simulated Okta did, with its other requests. */
function ActionLink({ action: { id, label } }: { action: Action }) {
  const to = useTo()
  return (
    <Link to={`${to('requests')}${requestsOfAction(id)}`} className="cut" data-side="okta" title={label}>
      {label}
    </Link>
  )
}

/** The count is for the eye: the name of the tab stays the word. */
function Counted({ word, count }: { word: string; count: number }) {
  return (
    <>
      {word}
      {count > 0 && (
        <span className={classes.tabCount} aria-hidden>
          {' '}
          {count}
        </span>
      )}
    </>
  )
}

function Actions({ exchange }: { exchange: ExchangeDetail }) {
  const [, setQuery] = useSearchParams()
  const copy = useCopy()
  const replay = useReplay(exchange)
  const pin = usePin(exchange)
  const set = (name: string, value: string) =>
    setQuery((before) => {
      before.set(name, value)
      return before
    })
  const copyCurl = () => void copy(exchange.curl, 'Copy cURL')
  const compare = () => set('with', 'pick')
  useCommands([
    { id: 'request.replay', label: 'Replay', keys: 'r', group: 'Request', run: replay.run },
    { id: 'request.curl', label: 'Copy cURL', keys: 'c', group: 'Request', run: copyCurl },
    { id: 'request.diff', label: 'Compare with another request', keys: 'd', group: 'Request', run: compare },
    {
      id: 'request.edit',
      label: 'Replay with edits',
      group: 'Request',
      run: () => set('compose', String(exchange.row.id)),
    },
  ])
  return (
    <>
      <Button leftSection={<RotateCw size={14} aria-hidden />} onClick={replay.run} loading={replay.isPending}>
        Replay
      </Button>
      <Tooltip label="Copy cURL (C)">
        <ActionIcon aria-label="Copy cURL" onClick={copyCurl}>
          <Copy size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <MoreActions>
        <Menu.Item onClick={() => set('compose', String(exchange.row.id))}>Replay with edits</Menu.Item>
        <Menu.Item onClick={compare}>Compare with…</Menu.Item>
        <Menu.Item
          leftSection={exchange.row.pinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
          onClick={pin}
        >
          {exchange.row.pinned ? 'Unpin' : 'Pin'}
        </Menu.Item>
      </MoreActions>
    </>
  )
}

/** Sends the recorded request again and opens the new exchange. */
function useReplay(exchange: ExchangeDetail) {
  const sandbox = useSandbox()
  const open = useOpen('requests')
  const toast = useToast()
  const { mutate, isPending } = useMutation({
    mutationFn: () => client.requests.send({ sandbox, ...composedOf(exchange), replayOf: exchange.row.id }),
    onSuccess: ({ exchangeId, status }) => {
      toast(`Replayed: ${status === 0 ? 'no answer' : status}.`)
      if (exchangeId !== null) open(String(exchangeId))
    },
    onError: (error) => toast(problemOf(error).what),
  })
  return { run: () => mutate(), isPending }
}

function usePin({ row }: ExchangeDetail): () => void {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const { mutate } = useMutation(
    api.requests.pin.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.requests.key() }) }),
  )
  return () => mutate({ sandbox, id: row.id, pinned: !row.pinned })
}
