import { useCallback } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'

/** The slug of the sandbox in the address. */
export function useSandbox(): string {
  const { sandbox } = useParams()
  if (sandbox === undefined) throw new Error('This part is used outside of a sandbox address.')
  return sandbox
}

/** A path inside the current sandbox: `to('users', id)`. */
export function useTo(): (...segments: string[]) => string {
  const sandbox = useSandbox()
  return useCallback((...segments: string[]) => pathOf(sandbox, ...segments), [sandbox])
}

export function pathOf(sandbox: string, ...segments: string[]): string {
  return `/${[sandbox, ...segments].map(encodeURIComponent).join('/')}`
}

/** One value of the query in the address. An empty value takes it out; typing does not fill the history. */
export function useQueryValue(name: string, fallback = ''): [string, (value: string) => void] {
  const [query, setQuery] = useSearchParams()
  const set = useCallback(
    (value: string) => {
      setQuery((before) => withValue(before, name, value === fallback ? '' : value), { replace: true })
    },
    [name, fallback, setQuery],
  )
  return [query.get(name) ?? fallback, set]
}

function withValue(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(query)
  if (value === '') next.delete(name)
  else next.set(name, value)
  return next
}

/** A list with the detail of one row beside it: the open id, and what its table makes of that. */
export function useDetail<Row>(place: string[], idOf: (row: Row) => string) {
  const { id } = useParams()
  const to = useTo()
  const open = useOpen(...place)
  return {
    id,
    open,
    table: {
      idOf,
      selected: id,
      hrefOf: (row: Row) => `${to(...place, idOf(row))}${window.location.search}`,
      onOpen: (next: string) => open(next, { replace: id !== undefined }),
    },
  }
}

/** Moves to another resource of the same list: filters, sort and the open tab stay, unless a fresh view is wanted. */
export function useOpen(
  ...place: string[]
): (id: string | null, options?: { replace?: boolean; fresh?: boolean }) => void {
  const navigate = useNavigate()
  const list = useTo()(...place)
  return useCallback(
    (id: string | null, { replace = false, fresh = false } = {}) => {
      const query = new URLSearchParams(fresh ? '' : window.location.search)
      if (id === null) for (const name of ['tab', 'with', 'find', 'compose']) query.delete(name)
      const pathname = id === null ? list : `${list}/${encodeURIComponent(id)}`
      void navigate({ pathname, search: query.toString() }, { replace })
    },
    [navigate, list],
  )
}
