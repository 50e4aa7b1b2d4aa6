import { Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './faults.module.css'

/** Bugs that other apps have, to see what they do to a push. */
export function Presets() {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(api.faults.presets.queryOptions({ input: { sandbox } }))
  const set = useMutation(
    api.faults.setPreset.mutationOptions({
      onSuccess: (state) => queries.setQueryData(api.faults.presets.queryKey({ input: { sandbox } }), state),
    }),
  )
  return (
    <Section
      title="Buggy app presets"
      description="The sandbox behaves like an app with these bugs until they are switched off. They count more than the behaviour profile."
    >
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      <div className={classes.presets}>
        {data?.map(({ id, title, does, on }) => (
          <Switch
            key={id}
            label={title}
            description={does}
            checked={on}
            onChange={(event) => set.mutate({ sandbox, id, on: event.currentTarget.checked })}
          />
        ))}
      </div>
      {set.error !== null && <ProblemNote error={set.error} />}
    </Section>
  )
}
