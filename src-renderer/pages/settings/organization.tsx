import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Organization as State } from '../../../src-shared/api/settings.ts'
import { flags, type Flag } from '../../../src-shared/domain/flags.ts'
import { api, client } from '../../lib/api.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import { QuietSelect } from '../../ui/select.tsx'
import classes from './settings.module.css'

const flagWords: Record<Flag, [string, string]> = {
  groupProvisioning: [
    'Group Provisioning',
    'Off: creating, changing and deleting groups answers 403. What is stored is kept.',
  ],
  teams: ['Teams', 'Whether groups can be mapped to teams.'],
  concurrencyGroups: [
    'Concurrency Groups',
    'Off: LambdatestGroup is ignored with a warning, and assignments stay as they are.',
  ],
  subOrganizations: ['Sub-Organizations', 'Whether groups can be mapped to sub-organizations.'],
}

/** What the organization has switched on, and what it knows. */
export function Organization() {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.settings.organization.queryOptions({ input: { sandbox } }))
  const change = useChange()
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  if (data === undefined) return null
  return (
    <>
      <Section
        title="Feature flags"
        description="All four are off by default in the real product, and on in a new sandbox."
      >
        <div className={classes.flags}>
          {flags.map((flag) => (
            <Switch
              key={flag}
              label={flagWords[flag][0]}
              description={flagWords[flag][1]}
              checked={data.flags[flag]}
              onChange={(event) => {
                const on = event.currentTarget.checked
                change.mutate(() => client.settings.setFlag({ sandbox, flag, on }))
              }}
            />
          ))}
        </div>
        {change.error !== null && <ProblemNote error={change.error} />}
      </Section>
      <DefaultConcurrencyGroup current={data.defaultConcurrencyGroup} />
      <ForeignUsers users={data.foreignUsers} change={change.mutateAsync} />
    </>
  )
}

function DefaultConcurrencyGroup({ current }: { current: State['defaultConcurrencyGroup'] }) {
  const to = useTo()
  const sandbox = useSandbox()
  const { data } = useQuery(
    api.entities.list.queryOptions({ input: { sandbox, kind: 'concurrencyGroup', limit: 500 } }),
  )
  const choose = useMutation({
    mutationFn: (id: number) => client.entities.change({ sandbox, id, isDefault: true }),
  })
  const options = (data?.items ?? [current]).map(({ id, name }): [string, string] => [String(id), name])
  return (
    <Section
      title="Default concurrency group"
      description="Users whom no mapping, no admin and no LambdatestGroup puts elsewhere are in it. It cannot be the target of a mapping."
    >
      <QuietSelect
        label="Default concurrency group"
        value={String(current.id)}
        options={options}
        onChange={(id) => choose.mutate(Number(id))}
      />
      {choose.error !== null && <ProblemNote error={choose.error} />}
      <p className={classes.seeAlso}>
        <Link to={`${to('provisioning', 'entities')}?kind=concurrencyGroup`}>All concurrency groups</Link>, teams and
        sub-organizations are in Provisioning › Entities.
      </p>
    </Section>
  )
}

function ForeignUsers({
  users,
  change,
}: {
  users: State['foreignUsers']
  change: (call: () => Promise<State>) => Promise<State>
}) {
  const sandbox = useSandbox()
  const [address, setAddress] = useState('')
  const add = useMutation({
    mutationFn: () => change(() => client.settings.addForeignUser({ sandbox, address: address.trim() })),
    onSuccess: () => setAddress(''),
  })
  return (
    <Section
      title="Known in another organization"
      description="Every request about such an address answers 400, as in the product."
    >
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate()
        }}
      >
        <TextInput
          aria-label="Address in another organization"
          type="email"
          placeholder="someone@other.test"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Button type="submit" disabled={address.trim() === ''} loading={add.isPending}>
          Add address
        </Button>
      </form>
      {add.error !== null && <ProblemNote error={add.error} />}
      <ul className={classes.rows}>
        {users.map(({ id, address: text }) => (
          <li key={id}>
            <span className="cut" title={text}>
              {text}
            </span>
            <Button
              variant="subtle"
              aria-label={`Remove ${text}`}
              onClick={() => void change(() => client.settings.removeForeignUser({ sandbox, id }))}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Runs a call that answers with the new state, and keeps that state. */
function useChange() {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (call: () => Promise<State>) => call(),
    onSuccess: (state) => queries.setQueryData(api.settings.organization.queryKey({ input: { sandbox } }), state),
  })
}
