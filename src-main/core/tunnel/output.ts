import { StringDecoder } from 'node:string_decoder'

/** Characters of a line, and lines, that are kept of a provider that writes without end. */
const longestLine = 2_000
const mostLines = 100

/** Colours and cursor movements, and other controls that would act in a terminal. */
// oxlint-disable-next-line no-control-regex
const controls = /\u001B\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g

/** Milliseconds of silence after which what has no end of line yet counts as one. */
const silence = 1_000

/** Cuts the bytes of one stream into lines; the rest of a line that is too long is dropped. */
export function createLines(hear: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8')
  let line = ''
  let timer: NodeJS.Timeout | undefined

  function take(text: string): void {
    const [head = '', ...rest] = text.split(/\r?\n|\r/)
    line += head.slice(0, longestLine - line.length)
    for (const next of rest) {
      tell()
      line = next.slice(0, longestLine)
    }
  }

  function tell(): void {
    const plain = line.replaceAll(controls, '').trimEnd()
    line = ''
    if (plain !== '') hear(plain)
  }

  return {
    push(chunk) {
      clearTimeout(timer)
      take(decoder.write(chunk))
      if (line !== '') timer = setTimeout(tell, silence).unref()
    },
    end() {
      clearTimeout(timer)
      take(decoder.end())
      tell()
    },
  }
}

/** The last lines of a provider. */
export interface Output {
  add(line: string): void
  lines(): string[]
}

/** `secret` is what no line may hold. */
export function createOutput(secret: string | null): Output {
  let kept: string[] = []
  return {
    add(line) {
      kept.push(secret ? line.replaceAll(secret, '(secret)') : line)
      if (kept.length > mostLines * 2) kept = kept.slice(-mostLines)
    },
    lines: () => kept.slice(-mostLines),
  }
}
