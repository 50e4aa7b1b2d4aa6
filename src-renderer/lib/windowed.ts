import { keepPreviousData, useQueries, type QueryFunction, type QueryKey } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'

export interface Page<Row> {
  total: number
  items: Row[]
}
export interface PageQuery<Row> {
  queryKey: QueryKey
  queryFn: QueryFunction<Page<Row>>
}
export interface Windowed<Row> {
  /** Null until the first page arrived. */
  total: number | null
  /** Undefined while the page that holds it is on its way. */
  row: (index: number) => Row | undefined
  show: (first: number, last: number) => void
  error: Error | null
  refetch: () => void
}

const pageSize = 100

/**
 * A list that may have 100,000 rows: only the pages in view are fetched, by offset.
 * @param query the query of one page
 * @param live false keeps what is shown, though it may be out of date
 */
export function useWindowed<Row>(query: (offset: number, limit: number) => PageQuery<Row>, live = true): Windowed<Row> {
  const [shown, setShown] = useState({ first: 0, last: 0 })
  const known = useRef<number | null>(null)
  const pages = useMemo(() => {
    const list = []
    for (let page = shown.first; page <= shown.last; page += 1) list.push(page)
    return list
  }, [shown])
  const results = useQueries({
    queries: pages.map((page) => ({
      ...query(page * pageSize, pageSize),
      placeholderData: keepPreviousData,
      refetchOnMount: live,
      enabled: (state: { state: { data: unknown } }) => live || state.state.data === undefined,
    })),
  })
  const total = results.find((result) => result.data !== undefined)?.data?.total ?? null
  if (total !== null) known.current = total
  const error = results.find((result) => result.error !== null)?.error ?? null
  const show = useCallback((first: number, last: number) => {
    const next = { first: Math.floor(Math.max(0, first) / pageSize), last: Math.floor(Math.max(0, last) / pageSize) }
    setShown((before) => (before.first === next.first && before.last === next.last ? before : next))
  }, [])
  return {
    total: total ?? known.current,
    row: (index) => {
      const page = results[Math.floor(index / pageSize) - shown.first]
      return page?.isPlaceholderData === true && pages.length > 1 ? undefined : page?.data?.items[index % pageSize]
    },
    show,
    error,
    refetch: () => results.forEach((result) => void result.refetch()),
  }
}
