import { Button, NativeSelect, Switch } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ProfileState } from '../../../src-shared/api/settings.ts'
import type { ProfileId } from '../../../src-shared/domain/switches.ts'
import { api } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { Chip, TagChip } from '../../ui/chip.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './settings.module.css'

/** Which product the sandbox behaves like, and every choice that makes it so. */
export function Profile() {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.settings.profile.queryOptions({ input: { sandbox } }))
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  return (
    <>
      <Base profile={data} />
      <Switches profile={data} />
    </>
  )
}

function Base({ profile }: { profile: ProfileState }) {
  const sandbox = useSandbox()
  const keep = useKeep()
  const set = useMutation(api.settings.setProfile.mutationOptions({ onSuccess: keep }))
  return (
    <Section title="Behaviour profile" description={profile.description}>
      <div className={classes.form}>
        <NativeSelect
          label="Profile"
          value={profile.profile}
          disabled={!profile.canChangeProfile}
          description={
            profile.canChangeProfile
              ? undefined
              : 'The profile changes only while the sandbox is empty. Make a new sandbox for another one.'
          }
          data={profile.available.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) =>
            set.mutate({ sandbox, profile: event.currentTarget.value as ProfileId, strictness: profile.strictness })
          }
        />
        <Switch
          label="Strict"
          description="Every lenient choice becomes an error."
          checked={profile.strictness === 'strict'}
          onChange={(event) =>
            set.mutate({
              sandbox,
              profile: profile.profile,
              strictness: event.currentTarget.checked ? 'strict' : 'lenient',
            })
          }
        />
      </div>
      {set.error !== null && <ProblemNote error={set.error} />}
    </Section>
  )
}

function Switches({ profile }: { profile: ProfileState }) {
  const overridden = profile.switches.filter(({ value, profileValue }) => value !== profileValue).length
  return (
    <Section
      title="Switches"
      flush
      description={`Each takes effect with the next request. ${difference(overridden)}`}
    >
      <ul className={classes.switches}>
        {profile.switches.map((one) => (
          <SwitchRow key={one.id} of={one} />
        ))}
      </ul>
    </Section>
  )
}

function difference(overridden: number): string {
  if (overridden === 0) return 'All are as the profile has them.'
  return `${overridden} ${overridden === 1 ? 'differs' : 'differ'} from the profile.`
}

function SwitchRow({
  of: { id, title, value, profileValue, options, tag, source },
}: {
  of: ProfileState['switches'][number]
}) {
  const sandbox = useSandbox()
  const keep = useKeep()
  const set = useMutation(api.settings.setSwitch.mutationOptions({ onSuccess: keep }))
  const overridden = value !== profileValue
  return (
    <li className={classes.switch} data-overridden={overridden}>
      <div className={classes.switchText}>
        <span className={classes.switchTitle}>{title}</span>
        <span className={classes.source}>
          <TagChip tag={tag} />
          <span>{source}</span>
          {overridden && <Chip tone="accent">overridden</Chip>}
        </span>
        {set.error !== null && <ProblemNote error={set.error} />}
      </div>
      <NativeSelect
        aria-label={title}
        value={value}
        className={classes.choice}
        data={options}
        onChange={(event) =>
          set.mutate({
            sandbox,
            id,
            value: event.currentTarget.value === profileValue ? null : event.currentTarget.value,
          })
        }
      />
      <Button
        variant="subtle"
        aria-label={`Reset ${title}`}
        disabled={!overridden}
        data-idle={!overridden}
        onClick={() => set.mutate({ sandbox, id, value: null })}
      >
        Reset
      </Button>
    </li>
  )
}

function useKeep() {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  return async (state: ProfileState) => {
    queries.setQueryData(api.settings.profile.queryKey({ input: { sandbox } }), state)
    await queries.invalidateQueries({ queryKey: api.sandboxes.key() })
  }
}
