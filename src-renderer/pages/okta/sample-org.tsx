import { Button } from '@mantine/core'
import { Building2 } from 'lucide-react'
import { client } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useOktaCall } from '../../lib/okta.ts'
import { useSandbox } from '../../lib/place.ts'
import { problemOf } from '../../lib/problem.ts'
import { useToast } from '../../ui/toast.tsx'

/** Fills an empty directory with the people and groups that ship with Scimbox. */
export function LoadSampleOrg({ primary = false }: { primary?: boolean }) {
  const sandbox = useSandbox()
  const toast = useToast()
  const load = useOktaCall(
    () =>
      client.okta.people.loadSample({ sandbox }).catch((error: unknown) => {
        toast(problemOf(error).what)
        throw error
      }),
    ({ people, groups }) => toast(`${plural(people, 'person', 'people')} in ${plural(groups, 'group')} added.`),
  )
  return (
    <Button
      variant={primary ? 'filled' : 'default'}
      leftSection={<Building2 size={15} aria-hidden />}
      loading={load.isPending}
      onClick={() => load.mutate()}
    >
      Load sample organization
    </Button>
  )
}
