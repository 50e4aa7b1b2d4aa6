import { commandText } from '../lib/command-text.ts'
import { useSandbox } from '../lib/place.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './command-line.module.css'

/** The command that does the same in a terminal. `words` follow `scimbox`, then what is `given` to it; the sandbox is added where needed. */
export function CommandLine({ words, given = [] }: { words: string[]; given?: string[] }) {
  const text = commandText(words, given, useSandbox())
  return (
    <p className={classes.command}>
      <code>{text}</code>
      <CopyButton text={text} label="Copy the command" />
    </p>
  )
}
