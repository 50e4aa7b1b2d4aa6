import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../lib/api.ts'
import { personWords } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { CodeView } from '../../../ui/code-view.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import { ManyPicker, type Choice } from '../../../ui/many-picker.tsx'
import okta from '../okta.module.css'
import classes from './attribute.module.css'

/** The body a person would be created with. */
export function Preview({ appId }: { appId: string }) {
  const sandbox = useSandbox()
  const [person, setPerson] = useState<Choice[]>([])
  const personId = person[0]?.id
  const { data, error } = useQuery(
    api.okta.attributes.preview.queryOptions({
      input: { sandbox, appId, personId: personId ?? '' },
      enabled: personId !== undefined,
    }),
  )
  return (
    <Section title="Preview" description="The body somebody would be created with, as it stands now.">
      <div className={classes.preview}>
        <ManyPicker
          single
          label="Person"
          query={(search, limit) => api.okta.people.list.queryOptions({ input: { sandbox, search, limit } })}
          choiceOf={(one) => ({ id: one.id, ...personWords(one) })}
          chosen={person}
          onChange={setPerson}
          none="There is nobody in the directory yet."
        />
        <div className={okta.stack}>
          {personId === undefined && <p className="muted small">Choose a person to see what would be sent.</p>}
          {error !== null && <ProblemNote error={error} />}
          {data?.problems.map((problem) => (
            <Note key={problem} tone="warn">
              {problem}
            </Note>
          ))}
          {data !== undefined && <CodeView text={JSON.stringify(data.body, null, 2)} label="preview body" />}
        </div>
      </div>
    </Section>
  )
}
