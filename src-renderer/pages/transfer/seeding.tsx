import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../lib/api.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import { useToast } from '../../ui/toast.tsx'
import classes from './transfer.module.css'

/** A company made by chance, the same one for the same seed. */
export function Seeding() {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const toast = useToast()
  const [users, setUsers] = useState('200')
  const [groups, setGroups] = useState('20')
  const [seed, setSeed] = useState('42')
  const [edgeCases, setEdgeCases] = useState(false)
  const make = useMutation(
    api.fixtures.seed.mutationOptions({
      onSuccess: async (held) => {
        await queries.invalidateQueries()
        toast(held.resetProblem ?? `The sandbox holds ${plural(held.users, 'user')} in ${plural(held.groups, 'group')}.`)
      },
    }),
  )
  const plan = { users: Number(users), groups: Number(groups), seed }
  const bad = !isCount(users, 1_000_000) || !isCount(groups, 10_000) || seed === ''
  return (
    <Section title="Seed" description="Adds a believable company without a request: people of many languages, nested teams, roles. The same seed gives the same one.">
      <form
        className={classes.choice}
        onSubmit={(event) => {
          event.preventDefault()
          make.mutate({ sandbox, ...plan, edgeCases })
        }}
      >
        <TextInput label="Users" inputMode="numeric" value={users} onChange={(event) => setUsers(event.currentTarget.value)} />
        <TextInput label="Groups" inputMode="numeric" value={groups} onChange={(event) => setGroups(event.currentTarget.value)} />
        <TextInput label="Seed" value={seed} onChange={(event) => setSeed(event.currentTarget.value)} />
        <Checkbox label="Edge cases" checked={edgeCases} onChange={(event) => setEdgeCases(event.currentTarget.checked)} />
        <Button type="submit" disabled={bad} loading={make.isPending}>
          Seed
        </Button>
      </form>
      <CommandLine words={['seed', '--users', users, '--groups', groups, '--seed', seed, ...(edgeCases ? ['--edge-cases'] : [])]} />
      {make.error !== null && <ProblemNote error={make.error} />}
    </Section>
  )
}

function isCount(text: string, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) <= most
}
