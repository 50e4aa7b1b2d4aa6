import { UnstyledButton } from '@mantine/core'
import { describeFault, type FaultGiven } from '../../../src-shared/domain/faults.ts'
import { Section } from '../../ui/section.tsx'
import classes from './faults.module.css'
import { blankFault } from './fault-form.ts'

const noRetry = { detail: '', retryAfter: null }

const examples: { title: string; teaches: string; given: FaultGiven }[] = [
  {
    title: 'Next PUT to Jane answers 500',
    teaches: 'The task fails, and Okta believes something else than the app until it is retried.',
    given: {
      ...blankFault,
      method: 'PUT',
      path: '/Users/*',
      user: 'jane',
      effect: { kind: 'status', status: 500, ...noRetry },
    },
  },
  {
    title: 'First 2 POST /Users answer 429',
    teaches: 'With Retry-After 30 the client waits, and succeeds on the third try.',
    given: {
      ...blankFault,
      method: 'POST',
      path: '/Users',
      count: 2,
      effect: { kind: 'status', status: 429, detail: '', retryAfter: 30 },
    },
  },
  {
    title: 'PATCH hangs 61 s',
    teaches: 'Longer than the client waits: it gives up at 60 s.',
    given: { ...blankFault, method: 'PATCH', effect: { kind: 'timeout', seconds: 61 } },
  },
  {
    title: 'The answer of a POST is lost',
    teaches: 'The user is stored, the client never hears of it: what does its retry do?',
    given: { ...blankFault, method: 'POST', path: '/Users', moment: 'after', effect: { kind: 'reset' } },
  },
  {
    title: 'The app is down behind its gateway',
    teaches: 'A page of HTML with 502 in the place of JSON, for every request.',
    given: { ...blankFault, count: null, effect: { kind: 'html', status: 502, body: '' } },
  },
  {
    title: 'Everything is 2 s late',
    teaches: 'How long a push of many members takes on a slow app.',
    given: { ...blankFault, count: null, effect: { kind: 'latency', milliseconds: 2000 } },
  },
]

/** Ready-made rules, opened in the dialog to be looked at first. */
export function Examples({ onChoose }: { onChoose: (given: FaultGiven) => void }) {
  return (
    <Section title="Start from an example" description="Opens the rule; nothing fails before it is saved.">
      <ul className={classes.examples}>
        {examples.map(({ title, teaches, given }) => (
          <li key={title}>
            <UnstyledButton className={classes.example} title={describeFault(given)} onClick={() => onChoose(given)}>
              <b>{title}</b>
              <span>{teaches}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Section>
  )
}
