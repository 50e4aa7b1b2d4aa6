import { lazy, Suspense } from 'react'
import classes from './code-view.module.css'
import { CopyButton } from './copy-button.tsx'

const CodeEditor = lazy(() => import('./code-editor.tsx'))

/** JSON or any text to read, with a button to copy it. */
export function CodeView({ text, label }: { text: string; label: string }) {
  if (text === '') return <p className="muted small">No body.</p>
  return (
    <div className={classes.view}>
      <div className={classes.copy}>
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <CodeInput value={text} label={label} />
    </div>
  )
}

/** JSON to edit; without `onChange` to read. The text shows before the editor, which is fetched when needed. */
export function CodeInput({
  value,
  label,
  onChange,
  minHeight,
}: {
  value: string
  label: string
  onChange?: (value: string) => void
  minHeight?: number
}) {
  return (
    <Suspense
      fallback={
        <pre className={classes.plain} style={{ minHeight }} tabIndex={0} aria-label={label}>
          {value}
        </pre>
      }
    >
      <CodeEditor value={value} label={label} onChange={onChange} minHeight={minHeight} />
    </Suspense>
  )
}
