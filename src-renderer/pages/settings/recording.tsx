import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../lib/api.ts'
import { useSandbox } from '../../lib/place.ts'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import { useToast } from '../../ui/toast.tsx'
import classes from './settings.module.css'

/** How many requests are kept. */
export function Recording() {
  const sandbox = useSandbox()
  const { data, error, refetch } = useQuery(api.settings.recording.queryOptions({ input: { sandbox } }))
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />
  return data === undefined ? null : <Form key={data.keep} keep={data.keep} />
}

function Form({ keep }: { keep: number }) {
  const sandbox = useSandbox()
  const queries = useQueryClient()
  const toast = useToast()
  const [text, setText] = useState(String(keep))
  const save = useMutation(
    api.settings.setRecording.mutationOptions({
      onSuccess: (state) => {
        queries.setQueryData(api.settings.recording.queryKey({ input: { sandbox } }), state)
        toast('Recording saved.')
      },
    }),
  )
  const value = Number(text)
  const bad = !Number.isInteger(value) || value < 100 || value > 1_000_000
  return (
    <Section
      title="Recording"
      description="Older requests are dropped, pinned ones stay. Bodies past 256 kB keep their head, size and hash."
    >
      <form
        className={classes.add}
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ sandbox, keep: value })
        }}
      >
        <TextInput
          label="Requests kept"
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={bad ? 'A whole number from 100 to 1,000,000.' : undefined}
        />
        <Button type="submit" disabled={bad || value === keep} loading={save.isPending}>
          Save
        </Button>
      </form>
      {save.error !== null && <ProblemNote error={save.error} />}
    </Section>
  )
}
