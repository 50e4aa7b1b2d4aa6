import { Button } from '@mantine/core'
import type { Lint } from '../../../../src-shared/api/okta/attributes.ts'
import { Source } from '../../../ui/chip.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Note } from '../../../ui/note.tsx'
import okta from '../okta.module.css'

/** What the linter says: what is wrong, what happens on the wire, the value to use. */
export function LintNote({ lint, onUse }: { lint: Lint; onUse?: (value: string) => void }) {
  const { severity, text, wire, correct, rule, tag } = lint
  return (
    <Note tone={severity === 'error' ? 'bad' : 'warn'} title={text}>
      <p>{wire}</p>
      {correct !== null && (
        <p>
          Correct value: <code>{correct}</code>
        </p>
      )}
      <div className={okta.buttons}>
        {correct !== null && <CopyButton wide text={correct} label="Copy correct value" />}
        {correct !== null && onUse !== undefined && <Button onClick={() => onUse(correct)}>Use it</Button>}
        <Source rule={rule} tag={tag} />
      </div>
    </Note>
  )
}

export function Lints({ lints }: { lints: Lint[] }) {
  if (lints.length === 0) return null
  return (
    <div className={okta.stack} role="group" aria-label="What the linter says">
      {lints.map((lint) => (
        <LintNote key={`${lint.code} ${lint.subject} ${lint.field}`} lint={lint} />
      ))}
    </div>
  )
}
