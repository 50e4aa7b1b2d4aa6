import type { ExchangeDetail } from '../../../src-shared/api/requests.ts'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

export interface Composed {
  method: Method
  path: string
  headers: [string, string][]
  body: string
}

const carried = new Set(['content-type', 'accept', 'if-match', 'if-none-match'])

/** A recorded request as one to send: its own headers that mean something, never its token. */
export function composedOf({
  row,
  request,
}: Pick<ExchangeDetail, 'request'> & { row: Pick<ExchangeDetail['row'], 'method' | 'path'> }): Composed {
  return {
    method: methods.find((method) => method === row.method) ?? 'GET',
    path: row.path,
    headers: request.headers.filter(([name]) => carried.has(name.toLowerCase())),
    body: request.body,
  }
}
