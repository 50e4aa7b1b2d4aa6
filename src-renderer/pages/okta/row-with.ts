import type { Windowed } from '../../lib/windowed.ts'

/** The row in view with this id. */
export function rowWith<Row extends { id: number }>(rows: Windowed<Row>, id: string): Row | undefined {
  if (id === '') return undefined
  for (let index = 0; index < (rows.total ?? 0); index += 1) {
    const row = rows.row(index)
    if (row !== undefined && String(row.id) === id) return row
  }
  return undefined
}

/** The address of a row that is opened by the query. */
export function hrefWith(name: string, id: number): string {
  const query = new URLSearchParams(window.location.search)
  query.set(name, String(id))
  return `${window.location.pathname}?${query.toString()}`
}
