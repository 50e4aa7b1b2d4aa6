import { skipToken, useQuery, type QueryFunction, type QueryKey, type UseQueryResult } from '@tanstack/react-query'

/** The row that the query of the address names, wherever it is in its list. */
export function useOpened<Row>(
  id: string,
  query: (id: number) => { queryKey: QueryKey; queryFn: QueryFunction<Row> },
): UseQueryResult<Row> {
  const { queryKey, queryFn } = query(Number(id))
  return useQuery({ queryKey, queryFn: id === '' ? skipToken : queryFn })
}

/** The address of a row that is opened by the query. */
export function hrefWith(name: string, id: number): string {
  const query = new URLSearchParams(window.location.search)
  query.set(name, String(id))
  return `${window.location.pathname}?${query.toString()}`
}
