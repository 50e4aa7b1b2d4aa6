import jsep from 'jsep'
import { ExpressionError } from './okta-expression-error.ts'

export type Node = jsep.CoreExpression | { type: 'ListExpression'; elements: Node[] }

/** Longest text of a mapping, as the Profile Editor takes it. */
const maximumLength = 1024

/** The syntax tree of one expression in Okta's grammar, a subset of SpEL. Throws ExpressionError. */
export function parseSyntax(text: string): Node {
  if (text.trim() === '') throw new ExpressionError('The expression is empty.', 1)
  if (text.length > maximumLength) throw new ExpressionError(`An expression has at most ${maximumLength} characters.`, maximumLength + 1)
  try {
    return jsep(text) as Node
  } catch (error) {
    const { index, description } = error as { index?: number; description?: string }
    if (index === undefined || !description) throw new ExpressionError('The expression is nested too deeply.', 1)
    throw new ExpressionError(`At character ${index + 1}: ${description.charAt(0).toLowerCase()}${description.slice(1)}.`, index + 1)
  }
}

/** Lowest first. The words are SpEL's, in both cases Okta's pages use. */
const binary: Record<string, number> = {
  '||': 1, OR: 1, or: 1, '&&': 2, AND: 2, and: 2, '==': 3, '!=': 3, '<': 4, '>': 4, '<=': 4, '>=': 4,
  '+': 5, '-': 5, '*': 6, '/': 6, '%': 6,
}

jsep.removeAllBinaryOps()
jsep.removeAllUnaryOps()
for (const [operator, precedence] of Object.entries(binary)) jsep.addBinaryOp(operator, precedence)
for (const operator of ['!', 'NOT', 'not', '-']) jsep.addUnaryOp(operator)
for (const [word, value] of [['NULL', null], ['TRUE', true], ['FALSE', false]] as const) jsep.addLiteral(word, value)

const open = '{'
const close = '}'.charCodeAt(0)

/** Lists are written `{10, 20, 30}`. */
jsep.hooks.add('gobble-token', function list(env) {
  if (this.char !== open) return
  this.index++
  env.node = { type: 'ListExpression', elements: this.gobbleArguments(close) as unknown as jsep.Expression[] }
})
