import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Building2 } from 'lucide-react'
import { api } from '../lib/api.ts'
import { plural } from '../lib/format.ts'
import { useSandbox } from '../lib/place.ts'
import { problemOf } from '../lib/problem.ts'
import { useToast } from './toast.tsx'

/** Fills an empty sandbox with the company that ships with Scimbox. */
export function LoadSampleCompany({ primary = false }: { primary?: boolean }) {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const toast = useToast()
  const load = useMutation(
    api.sandboxes.loadSampleCompany.mutationOptions({
      onSuccess: async ({ users, groups }) => {
        await queries.invalidateQueries()
        toast(`${plural(users, 'user')} in ${plural(groups, 'group')} added.`)
      },
      onError: (error) => toast(`${problemOf(error).what} ${problemOf(error).todo}`),
    }),
  )
  return (
    <Button
      variant={primary ? 'filled' : 'default'}
      leftSection={<Building2 size={15} aria-hidden />}
      loading={load.isPending}
      onClick={() => load.mutate({ sandbox })}
    >
      Load sample company
    </Button>
  )
}
