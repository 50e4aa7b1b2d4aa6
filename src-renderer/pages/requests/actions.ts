import type { ExchangeRow } from '../../../src-shared/api/requests.ts'

/** Requests of one admin action that follow each other in the list. */
export interface Run {
  id: string
  label: string
  requests: number
  /** The list goes on with it where nothing is fetched yet. */
  more: boolean
}

type Row = Pick<ExchangeRow, 'action'>

/** The run that begins at this place; null in the middle of one, and for a request nobody's action caused. */
export function runAt(row: (index: number) => Row | undefined, total: number, index: number): Run | null {
  const action = row(index)?.action
  if (action == null || row(index - 1)?.action?.id === action.id) return null
  let next = index + 1
  while (next < total && row(next)?.action?.id === action.id) next += 1
  return { id: action.id, label: action.label, requests: next - index, more: next < total && row(next) === undefined }
}

/** `2 requests`, `100+ requests`. */
export function runWords({ requests, more }: Pick<Run, 'requests' | 'more'>): string {
  return `${requests.toLocaleString('en-US')}${more ? '+' : ''} ${requests === 1 && !more ? 'request' : 'requests'}`
}
