import { Button } from '@mantine/core'
import { Link, useRouteError } from 'react-router'
import { Empty } from '../ui/empty.tsx'

/** A page that broke says so, and the way on. */
export function CrashPage() {
  const error = useRouteError()
  return (
    <div role="alert">
      <Empty
        title="This page broke"
        action={
          <Button variant="filled" onClick={() => window.location.reload()}>
            Load it again
          </Button>
        }
      >
        {error instanceof Error ? error.message : 'Something unexpected happened.'} Nothing in the sandbox changed by
        it.
      </Empty>
    </div>
  )
}

export function NoSuchPage() {
  return (
    <Empty title="No such page" action={<Link to="..">Go to Home</Link>}>
      The address names nothing in this sandbox.
    </Empty>
  )
}
