import { RE2JS, RE2JSException } from 're2js'

/** Finds a public URL in a line of output. @throws Error when the pattern is not one of RE2 */
export function createUrlFinder(pattern: string): (line: string) => string | null {
  const compiled = compile(pattern)
  return (line) => {
    const matcher = compiled.matcher(line)
    if (!matcher.find()) return null
    // What ends a sentence is no part of an address.
    const found = ((compiled.groupCount() > 0 ? matcher.group(1) : matcher.group()) ?? '').replace(/[.,;:!?)\]}'"]+$/, '')
    return /^https?:\/\//i.test(found) && URL.canParse(found) ? new URL(found).origin : null
  }
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    if (error instanceof RE2JSException) throw new Error(`The pattern for the URL is not accepted: ${error.message}`, { cause: error })
    throw error
  }
}
