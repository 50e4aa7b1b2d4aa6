import type { AttributePath } from '../schema/model.ts'
import { compareOperators, type Filter, type Literal } from './ast.ts'
import { splitAttributePath } from './attribute-path.ts'
import { createLexer, type Lexer, type Token } from './lexer.ts'

/** A PATCH path (RFC 7644 §3.5.2, figure 7). A URN alone has an empty `path.name` (see `splitAttributePath`). */
export interface PatchPath {
  path: AttributePath
  filter: Filter | null
  sub: string | null
}

/**
 * Parses a filter (RFC 7644 §3.4.2.2) in linear time: `not` binds tighter than `and`, `and` tighter than `or`.
 * Beyond the grammar it takes literals and operators in any case, `emails[type eq "work"].value eq "x"` (one element
 * must satisfy both) and a missing space next to a bracket or quote.
 * Throws ScimError 400 `invalidFilter` naming the position. `urns`: the schemas in use, for URNs of unusual form.
 */
export function parseFilter(text: string, urns: readonly string[] = []): Filter {
  const state: State = { lexer: createLexer(text, 'invalidFilter'), urns, depth: 0, inElement: false }
  const filter = readOr(state)
  const rest = state.lexer.next()
  if (rest.kind !== 'end') throw state.lexer.expected('"and", "or" or the end of the filter', rest)
  return filter
}

/**
 * Parses a PATCH path: `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`, each with or without a schema URN, and
 * a URN alone. A URN may hold spaces here: a brand macro once put one there (testmu-provisioning §9).
 * The sub-attribute of `attr.sub` is `path.sub`; that of `attr[filter].sub` is `sub`.
 * Throws ScimError 400 `invalidPath` naming the position.
 */
export function parsePatchPath(text: string, urns: readonly string[] = []): PatchPath {
  const bracket = text.indexOf('[')
  const head = (bracket < 0 ? text : text.slice(0, bracket)).trim()
  const lexer = createLexer(text, 'invalidPath', bracket < 0 ? text.length : bracket)
  const path = splitAttributePath(head, urns)
  if (!path) throw lexer.expected(attributePath, { kind: head ? 'word' : 'end', text: head, at: 0 })
  if (bracket < 0) return { path, filter: null, sub: null }
  const filter = readElementFilter({ lexer, urns, depth: 0, inElement: false })
  const suffix = lexer.next()
  if (suffix.kind === 'end') return { path, filter, sub: null }
  const sub = subAttribute(suffix)
  if (sub === null) throw lexer.expected('"." and a sub-attribute, or the end of the path', suffix)
  const rest = lexer.next()
  if (rest.kind !== 'end') throw lexer.expected('the end of the path', rest)
  return { path, filter, sub }
}

interface State {
  lexer: Lexer
  urns: readonly string[]
  depth: number
  /** Inside `[…]`, where RFC 7644 figure 1 (`valFilter`) has no further brackets. */
  inElement: boolean
}

const maximumDepth = 64
const attributePath = 'an attribute path'

function readOr(state: State): Filter {
  return readTerms(state, 'or', () => readTerms(state, 'and', () => readTerm(state)))
}

function readTerms(state: State, kind: 'and' | 'or', read: () => Filter): Filter {
  const first = read()
  if (!isWord(state.lexer.peek(), kind)) return first
  const of = [first]
  while (isWord(state.lexer.peek(), kind)) {
    state.lexer.next()
    of.push(read())
  }
  return { kind, of }
}

function readTerm(state: State): Filter {
  const token = state.lexer.next()
  if (isPunctuation(token, '(')) return readGroup(state, token)
  if (isWord(token, 'not') && isPunctuation(state.lexer.peek(), '(')) {
    return { kind: 'not', of: readGroup(state, state.lexer.next()) }
  }
  const path = token.kind === 'word' ? splitAttributePath(token.text, state.urns) : undefined
  if (!path) throw state.lexer.expected(`${attributePath}, "not (" or "("`, token)
  if (isPunctuation(state.lexer.peek(), '[')) return readValuePath(state, path)
  return readComparison(state, path)
}

function readGroup(state: State, open: Token): Filter {
  const filter = readDeeper(state, open)
  const close = state.lexer.next()
  if (!isPunctuation(close, ')')) throw state.lexer.expected('"and", "or" or ")"', close)
  return filter
}

function readDeeper(state: State, open: Token): Filter {
  if (++state.depth > maximumDepth) throw state.lexer.expected(`at most ${maximumDepth} nested brackets`, open)
  const filter = readOr(state)
  state.depth--
  return filter
}

function readValuePath(state: State, path: AttributePath): Filter {
  if (state.inElement) throw state.lexer.expected('an operator, not a filter within a filter', state.lexer.peek())
  const of = readElementFilter(state)
  const suffix = state.lexer.peek()
  const sub = subAttribute(suffix)
  if (sub === null) return { kind: 'valuePath', path, of }
  state.lexer.next()
  const tail = readComparison(state, { urn: null, name: sub, sub: null })
  return { kind: 'valuePath', path, of: { kind: 'and', of: [of, tail] } }
}

function readElementFilter(state: State): Filter {
  const open = state.lexer.next()
  state.inElement = true
  const of = readDeeper(state, open)
  state.inElement = false
  const close = state.lexer.next()
  if (!isPunctuation(close, ']')) throw state.lexer.expected('"and", "or" or "]"', close)
  return of
}

function readComparison(state: State, path: AttributePath): Filter {
  const token = state.lexer.next()
  const name = token.kind === 'word' ? token.text.toLowerCase() : ''
  if (name === 'pr') return { kind: 'present', path }
  const operator = compareOperators.find((each) => each === name)
  if (!operator) throw state.lexer.expected(`an operator (${compareOperators.join(', ')} or pr)`, token)
  return { kind: 'compare', path, operator, value: readLiteral(state) }
}

function readLiteral(state: State): Literal {
  const token = state.lexer.next()
  if (token.kind === 'string') return token.text
  if (token.kind === 'word') {
    const constant = constants.get(token.text.toLowerCase())
    if (constant !== undefined) return constant
    if (number.test(token.text)) return Number(token.text)
  }
  throw state.lexer.expected('a string in double quotes, a number, true, false or null', token)
}

const constants = new Map<string, Literal>([['true', true], ['false', false], ['null', null]])
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** The name in `.name` right after `]`, or null when the token is something else. */
function subAttribute(token: Token): string | null {
  if (token.kind !== 'word' || !token.text.startsWith('.')) return null
  const path = splitAttributePath(token.text.slice(1))
  return path && path.urn === null && path.sub === null ? path.name : null
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === word
}

function isPunctuation(token: Token, mark: string): boolean {
  return token.kind === 'punctuation' && token.text === mark
}
