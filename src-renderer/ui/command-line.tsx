import { useSandbox } from '../lib/place.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './command-line.module.css'

/** The command that does the same in a terminal. `words` follow `scimbox`; the sandbox is added where it is not the default one. */
export function CommandLine({ words }: { words: string[] }) {
  const sandbox = useSandbox()
  const all = ['scimbox', ...words, ...(sandbox === 'default' ? [] : ['--sandbox', sandbox])]
  const text = all.map(shellWord).join(' ')
  return (
    <p className={classes.command}>
      <code>{text}</code>
      <CopyButton text={text} label="Copy the command" />
    </p>
  )
}

function shellWord(word: string): string {
  return /^[\w./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
