import type { JsonValue } from '../scim/types.ts'
import { ExpressionError } from './okta-expression-error.ts'
import { oktaFunctions, type Scope } from './okta-functions.ts'
import { bounded, compare, isSame, plus, toBoolean, toNumber } from './okta-operators.ts'
import { parseSyntax, type Node } from './okta-syntax.ts'

export { ExpressionError }

/** A parsed expression; every name and number of arguments in it is known to be right. */
export type Expression =
  | { kind: 'constant'; value: JsonValue }
  | { kind: 'list'; of: Expression[] }
  | { kind: 'attribute'; of: 'user' | 'appuser'; name: string }
  | { kind: 'not' | 'minus'; of: Expression }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'call'; name: string; of: Expression[] }

type Operator = keyof typeof operators | '&&' | '||'

/**
 * Reads a useful subset of the Okta Expression Language: `user.x`, `appuser.x`, constants, lists `{1, 2}`, `+ - * / %`,
 * comparison, `&& || !` and AND OR NOT, `a ? b : c`, the functions of `oktaFunctions`. Names are case-sensitive.
 * Throws ExpressionError with the position.
 */
export function parseExpression(text: string): Expression {
  return read(parseSyntax(text), { text, depth: 0 })
}

/**
 * The value of an expression; an attribute that is missing is null. Pure: the same scope gives the same value.
 * Documented by Okta: the functions and their examples. Assumptions, after SpEL: null in `+` is an error (SpEL would
 * print "null"), null is less than everything, text and numbers are never equal, a condition must be a boolean.
 * Throws ExpressionError, also where text grows beyond 10,000 characters.
 */
export function evaluate(expression: Expression, scope: Scope): JsonValue {
  switch (expression.kind) {
    case 'constant': return expression.value
    case 'list': return expression.of.map((each) => evaluate(each, scope))
    case 'attribute': return attribute(scope[expression.of], expression.name)
    case 'not': return !toBoolean(evaluate(expression.of, scope))
    case 'minus': return -toNumber(evaluate(expression.of, scope), '-')
    case 'choice': return evaluate(toBoolean(evaluate(expression.test, scope)) ? expression.yes : expression.no, scope)
    case 'call': return bounded(oktaFunctions[expression.name]!.call(expression.of.map((each) => evaluate(each, scope)), scope))
    case 'binary': return binary(expression.operator, expression.left, expression.right, scope)
  }
}

const operators = {
  '==': isSame,
  '!=': (a, b) => !isSame(a, b),
  '<': (a, b) => compare(a, b) < 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>': (a, b) => compare(a, b) > 0,
  '>=': (a, b) => compare(a, b) >= 0,
  '+': plus,
  '-': (a, b) => toNumber(a, '-') - toNumber(b, '-'),
  '*': (a, b) => toNumber(a, '*') * toNumber(b, '*'),
  '/': (a, b) => toNumber(a, '/') / toNumber(b, '/'),
  '%': (a, b) => toNumber(a, '%') % toNumber(b, '%'),
} satisfies Record<string, (a: JsonValue, b: JsonValue) => JsonValue>

function binary(operator: Operator, left: Expression, right: Expression, scope: Scope): JsonValue {
  const first = evaluate(left, scope)
  if (operator === '&&') return toBoolean(first) && toBoolean(evaluate(right, scope))
  if (operator === '||') return toBoolean(first) || toBoolean(evaluate(right, scope))
  return bounded(operators[operator](first, evaluate(right, scope)))
}

/** Own attributes only: `user.constructor` is no attribute. */
function attribute(profile: Scope['user'] | undefined, name: string): JsonValue {
  return profile && Object.hasOwn(profile, name) ? bounded(profile[name] ?? null) : null
}

interface Reading { text: string; depth: number }

const maximumDepth = 100

function read(node: Node, { text, depth }: Reading): Expression {
  if (depth > maximumDepth) throw new ExpressionError('The expression is nested too deeply.', 1)
  const deeper = (child: unknown) => read(child as Node, { text, depth: depth + 1 })
  switch (node.type) {
    case 'Literal': return readConstant(node.value, node.raw, text)
    case 'ListExpression': return { kind: 'list', of: node.elements.map(deeper) }
    case 'MemberExpression': return readAttribute(node, text)
    case 'UnaryExpression': return { kind: node.operator === '-' ? 'minus' : 'not', of: deeper(node.argument) }
    case 'ConditionalExpression':
      return { kind: 'choice', test: deeper(node.test), yes: deeper(node.consequent), no: deeper(node.alternate) }
    case 'BinaryExpression':
      return { kind: 'binary', operator: operatorOf(node.operator), left: deeper(node.left), right: deeper(node.right) }
    case 'CallExpression': return { kind: 'call', name: readFunction(node, text), of: node.arguments.map(deeper) }
    default: throw unreadable(node, text)
  }
}

function operatorOf(text: string): Operator {
  const word = text.toUpperCase()
  return (word === 'AND' ? '&&' : word === 'OR' ? '||' : text) as Operator
}

function readConstant(value: unknown, raw: string, text: string): Expression {
  if (typeof value === 'number' && !Number.isFinite(value)) throw at(text, raw, `${raw} is too large a number.`)
  return { kind: 'constant', value: value as JsonValue }
}

function readAttribute({ object, property, computed, optional }: Extract<Node, { type: 'MemberExpression' }>, text: string): Expression {
  const name = (computed ? property.value : property.name) as unknown
  const of = object.type === 'Identifier' ? String(object.name) : ''
  if (typeof name !== 'string' || optional || !of) throw at(text, '.', 'Attributes are written user.name or appuser.name.')
  if (of !== 'user' && of !== 'appuser') throw at(text, of, `“${of}” is not known; attributes are those of user and appuser.`)
  return { kind: 'attribute', of, name }
}

function readFunction({ callee, arguments: given }: Extract<Node, { type: 'CallExpression' }>, text: string): string {
  const name = nameOf(callee as Node)
  if (!Object.hasOwn(oktaFunctions, name)) throw at(text, name.split('.').at(-1)!, `${unknownFunction(name)}.`)
  const { least, most } = oktaFunctions[name]!
  if (given.length >= least && given.length <= most) return name
  const wanted = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`
  throw at(text, name, `${name} takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${given.length}.`)
}

function nameOf(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type !== 'MemberExpression' || callee.computed) return ''
  return `${nameOf(callee.object as Node)}.${String(callee.property.name)}`
}

/** The same name in another case or family, or else the functions of the family. */
function unknownFunction(name: string): string {
  const names = Object.keys(oktaFunctions)
  const last = (each: string) => each.split('.').at(-1)!.toLowerCase()
  const nearest = names.find((each) => each.toLowerCase() === name.toLowerCase()) ?? names.find((each) => last(each) === last(name))
  if (nearest) return `“${name}” is not a function; did you mean ${nearest}`
  const family = names.filter((each) => each.startsWith(`${name.split('.')[0]}.`))
  return `“${name}” is not a function known here${family.length > 0 ? `; there are ${family.join(', ')}` : ''}`
}

function unreadable(node: Node, text: string): ExpressionError {
  const name = node.type === 'Identifier' ? node.name : ''
  if (name) return at(text, name, `“${name}” is not known; attributes are written user.${name}, text "${name}".`)
  if (node.type === 'ArrayExpression') return at(text, '[', 'Lists are written in braces: {1, 2}.')
  if (node.type === 'Compound' && node.body.length > 1) return new ExpressionError('An operator is missing between two expressions.', 1)
  return new ExpressionError('This is not an expression.', 1)
}

function at(text: string, word: string, message: string): ExpressionError {
  return new ExpressionError(message, Math.max(0, text.indexOf(word)) + 1)
}
