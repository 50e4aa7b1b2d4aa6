import type { Windowed } from '../../lib/windowed.ts'

/** A list that comes as a whole, undefined until it is here, for a table that shows a window of it. */
export function windowedOf<Row>(rows: Row[] | undefined): Windowed<Row> {
  return { total: rows?.length ?? null, row: (index) => rows?.[index], show, error: null, refetch: show }
}

function show() {
  // Nothing is fetched by the window.
}
