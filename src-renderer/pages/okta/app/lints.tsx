import { Button } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import type { Lint } from '../../../../src-shared/api/okta/attributes.ts'
import { plural } from '../../../lib/format.ts'
import { Chip, Source } from '../../../ui/chip.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Note } from '../../../ui/note.tsx'
import okta from '../okta.module.css'
import classes from './app.module.css'

/** Milliseconds the typing rests before the linter is asked. */
export const settleMs = 250

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

/** The remarks above a list, folded away unless one of them is an error. */
export function LintStrip({ lints }: { lints: Lint[] }) {
  if (lints.length === 0) return null
  const errors = lints.filter(({ severity }) => severity === 'error').length
  return (
    <details className={classes.strip} open={errors > 0}>
      <summary>
        <TriangleAlert size={15} aria-hidden />
        {plural(lints.length, 'remark')} of the linter
        {errors > 0 && <Chip tone="bad">{plural(errors, 'error')}</Chip>}
      </summary>
      <div className={classes.stripBody} tabIndex={0} role="group" aria-label="Remarks of the linter">
        <Lints lints={lints} />
      </div>
    </details>
  )
}

export function Lints({ lints, onUse }: { lints: Lint[]; onUse?: (value: string) => void }) {
  if (lints.length === 0) return null
  return (
    <div className={okta.stack} role="group" aria-label="What the linter says">
      {lints.map((lint) => (
        <LintNote key={`${lint.code} ${lint.subject} ${lint.field} ${lint.text}`} lint={lint} onUse={onUse} />
      ))}
    </div>
  )
}
