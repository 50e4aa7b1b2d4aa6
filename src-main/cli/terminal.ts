/** Control characters, and those that turn the direction of what follows. */
const active = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu

/** Text on one line that does nothing to a terminal: what it could act by is written out, as in JSON. */
export function inert(text: string): string {
  return text.replaceAll(active, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`)
}

/** Prints lines. What comes from elsewhere and must not begin a new one goes through `inert` first. */
export function say(text: string): void {
  console.log(lines(text))
}

/** Prints lines on stderr, as Scimbox's own. */
export function complain(text: string): void {
  console.error(`scimbox: ${lines(text)}`)
}

/** Prints JSON for machines. */
export function sayJson(value: unknown): void {
  console.log(inert(JSON.stringify(value)))
}

/** Prints what came of a command: for machines, or in words. */
export function tell({ json }: { json?: boolean }, value: unknown, words: string): void {
  if (json) sayJson(value)
  else say(words)
}

/** Shows text in the place of the line on stderr that was shown last; none takes that away. */
export function showLine(text: string): void {
  process.stderr.write(`\r\u001B[K${inert(text)}`)
}

function lines(text: string): string {
  return text.split('\n').map(inert).join('\n')
}
