import { badRequest, type ScimError, type ScimType } from '../../../../src-shared/scim/errors.ts'

/** `at` is the offset of the first character. The text of a string is its decoded value. */
export interface Token {
  kind: 'word' | 'string' | 'punctuation' | 'end'
  text: string
  at: number
}

/** Reads tokens one at a time, each character once. Words are left whole: only the parser knows a path from a literal. */
export interface Lexer {
  peek(): Token
  next(): Token
  /** The error for a token that does not fit: names the position, counted from 1, and what was expected. */
  expected(what: string, token: Token): ScimError
}

/** `from`: where to start, so that positions count from the start of the whole text. */
export function createLexer(text: string, scimType: ScimType, from = 0): Lexer {
  const refuse = (at: number, problem: string) => badRequest(scimType, `${subjects[scimType]} at character ${at + 1}: ${problem}.`)
  let ahead: Token | undefined
  let offset = from

  function read(): Token {
    whitespace.lastIndex = offset
    offset += whitespace.exec(text)![0].length
    const at = offset
    if (at >= text.length) return { kind: 'end', text: '', at }
    const first = text[at]!
    if (first === '"') return readString(at)
    word.lastIndex = at
    const found = word.exec(text)?.[0]
    offset = at + (found ?? first).length
    return { kind: found ? 'word' : 'punctuation', text: found ?? first, at }
  }

  function readString(at: number): Token {
    let end = at + 1
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1
    if (end >= text.length) throw refuse(at, 'the string that starts here has no closing quote')
    offset = end + 1
    try {
      // A lone surrogate cannot be stored as UTF-8: it is compared as U+FFFD, the form it is stored in.
      return { kind: 'string', text: (JSON.parse(text.slice(at, offset)) as string).toWellFormed(), at }
    } catch {
      throw refuse(at, 'this is not a JSON string (RFC 8259 §7): check its escapes and control characters')
    }
  }

  return {
    peek: () => (ahead ??= read()),
    next() {
      const token = ahead ?? read()
      ahead = undefined
      return token
    },
    expected: (what, token) => refuse(token.at, `expected ${what}, found ${describe(token)}`),
  }
}

const whitespace = /[ \t\r\n]*/y
const word = /[^ \t\r\n()[\]"]+/y
const subjects: Partial<Record<ScimType, string>> = {
  invalidFilter: 'The filter is not valid',
  invalidPath: 'The path is not valid',
}

function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the text'
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text
  return token.kind === 'string' ? `the string ${JSON.stringify(text)}` : `"${text}"`
}
