import { Button, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import type { PersonDetail } from '../../../../src-shared/api/okta/people.ts'
import { client } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { ProblemNote } from '../../../ui/note.tsx'
import classes from '../okta.module.css'
import { attributeLabel, profileChanges, requiredAttributes, textsOf } from './profile.ts'

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The Okta user profile. A saved change is sent to every application that maps what changed. */
export function ProfileForm({ person }: { person: PersonDetail }) {
  const sandbox = useSandbox()
  const [texts, setTexts] = useState(() => textsOf(person.profile))
  const [added, setAdded] = useState('')
  const changes = profileChanges(person.profile, texts)
  const save = useOktaCall(() => client.okta.people.change({ sandbox, id: person.id, profile: changes }))
  const missing = requiredAttributes.some((name) => (texts[name] ?? '').trim() === '')
  const dirty = Object.keys(changes).length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (dirty && !missing) save.mutate()
  }
  return (
    <form className={classes.stack} onSubmit={submit}>
      <div className={classes.two}>
        {Object.entries(texts).map(([name, text]) => (
          <TextInput
            key={name}
            label={attributeLabel(name)}
            value={text}
            required={requiredAttributes.includes(name)}
            maxLength={1000}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              const { value } = event.currentTarget
              setTexts((before) => ({ ...before, [name]: value }))
            }}
          />
        ))}
      </div>
      <div className={classes.buttons}>
        <TextInput
          aria-label="Variable name of another attribute"
          placeholder="another attribute"
          value={added}
          spellCheck={false}
          onChange={(event) => setAdded(event.currentTarget.value)}
        />
        <Button
          disabled={!namePattern.test(added) || added in texts}
          onClick={() => {
            setTexts((before) => ({ ...before, [added]: '' }))
            setAdded('')
          }}
        >
          Add attribute
        </Button>
      </div>
      {save.error !== null && <ProblemNote error={save.error} />}
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" disabled={!dirty || missing} loading={save.isPending}>
          Save profile
        </Button>
        <Button disabled={!dirty} onClick={() => setTexts(textsOf(person.profile))}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
