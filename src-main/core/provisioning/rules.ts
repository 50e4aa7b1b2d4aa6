import { RE2JS, RE2JSSyntaxException } from 're2js'
import { describeRule, type EntityKind, type RuleType } from '../../../src-shared/domain/provisioning.ts'
import { notFound, ScimError } from '../../../src-shared/scim/errors.ts'
import { foldCase } from '../../../src-shared/scim/types.ts'
import { type Db, prepared } from '../db/open.ts'
import { nextNumber } from '../sandboxes/ids.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { changesBetween } from '../scim/schema/changes.ts'

/** What a rule says; `kind` is the type of its target. */
export interface RuleGiven {
  type: RuleType
  /** Empty for Match All. */
  pattern: string
  kind: EntityKind
  autoApprove: boolean
  priority: number
}

export interface Rule extends RuleGiven { id: number }

/** In the order of evaluation: highest priority first, ties the older one (testmu-provisioning §6). */
export function listRules(db: Db): Rule[] {
  return prepared<Omit<Rule, 'autoApprove'> & { auto_approve: number }>(
    db, 'SELECT id, type, pattern, kind, auto_approve, priority FROM rules ORDER BY priority DESC, id',
  ).all().map(({ auto_approve: autoApprove, ...rule }) => ({ ...rule, autoApprove: autoApprove === 1 }))
}

/** @throws ScimError 404 */
export function requireRule(db: Db, id: number): Rule {
  const rule = listRules(db).find((each) => each.id === id)
  if (!rule) throw notFound(`Mapping rule ${id}`)
  return rule
}

/** The first rule that matches; null leaves the group Pending. */
export function matchRule(rules: readonly Rule[], displayName: string): Rule | null {
  return rules.find((rule) => matches(rule, displayName)) ?? null
}

/** Prefix ignores case; a regular expression is RE2's, unanchored and case-sensitive, and takes linear time. @throws ScimError 400 */
export function matches({ type, pattern }: Pick<Rule, 'type' | 'pattern'>, displayName: string): boolean {
  if (type === 'Match All') return true
  if (type === 'Prefix') return foldCase(displayName).startsWith(foldCase(pattern))
  return compile(pattern).matcher(displayName).find()
}

/** A rule added later changes nothing that exists. @throws ScimError 400 for a pattern that is none */
export function createRule({ db, events }: WriteContext, given: RuleGiven): number {
  requirePattern(given)
  const id = nextNumber(db, 'rule')
  prepared(db, 'INSERT INTO rules (id, type, pattern, kind, auto_approve, priority) VALUES (?, ?, ?, ?, ?, ?)')
    .run(id, given.type, given.pattern, given.kind, given.autoApprove ? 1 : 0, given.priority)
  events.push({ type: 'rule.created', ruleId: id, rule: describeRule(given), kind: given.kind })
  return id
}

export function updateRule({ db, events }: WriteContext, id: number, given: RuleGiven): void {
  const { id: _id, ...before } = requireRule(db, id)
  requirePattern(given)
  const changes = changesBetween({ ...before }, { ...given })
  if (changes.length === 0) return
  prepared(db, 'UPDATE rules SET type = ?, pattern = ?, kind = ?, auto_approve = ?, priority = ? WHERE id = ?')
    .run(given.type, given.pattern, given.kind, given.autoApprove ? 1 : 0, given.priority, id)
  events.push({ type: 'rule.updated', ruleId: id, rule: describeRule(given), kind: given.kind, changes })
}

export function removeRule({ db, events }: WriteContext, id: number): void {
  const rule = requireRule(db, id)
  prepared(db, 'DELETE FROM rules WHERE id = ?').run(id)
  events.push({ type: 'rule.removed', ruleId: id, rule: describeRule(rule), kind: rule.kind })
}

/** Gives the rules new priorities so that they are evaluated in this order. @throws ScimError 400 unless all are named, each once */
export function orderRules(context: WriteContext, ids: readonly number[]): void {
  const known = listRules(context.db)
  if (ids.length !== known.length || new Set(ids).size !== ids.length || !known.every((rule) => ids.includes(rule.id))) {
    throw invalid('Name every mapping rule once, in the order of evaluation.')
  }
  ids.forEach((id, index) => updateRule(context, id, { ...given(known.find((rule) => rule.id === id)!), priority: ids.length - index }))
}

/** @throws ScimError 400 saying where the pattern is wrong */
export function requirePattern({ type, pattern }: Pick<Rule, 'type' | 'pattern'>): void {
  if (type === 'Match All' && pattern !== '') throw invalid('A Match All rule has no pattern.')
  if (type !== 'Match All' && pattern === '') throw invalid('The pattern is empty; use Match All to match every group.')
  if (pattern.length > longestPattern) throw invalid(`A pattern has at most ${longestPattern} characters; this one has ${pattern.length}.`)
  if (type === 'Regex') requireSmall(pattern)
}

const longestPattern = 256
const mostSteps = 600
const mostRepeats = 2_000

/** Time is linear in steps × characters: that of a name of 1,000 characters stays below 50 ms, and so does compiling. */
function requireSmall(pattern: string): void {
  const repeats = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].reduce((sum, [, least, most]) => sum + Number(most || least), 0)
  const steps = repeats > mostRepeats ? repeats : compile(pattern).programSize()
  if (steps > mostSteps) throw invalid(`The pattern repeats too much: it is worked off in ${steps} steps or more, of at most ${mostSteps}. Lower the counts in {…}.`)
}

const compiled = new Map<string, RE2JS>()

function compile(pattern: string): RE2JS {
  const known = compiled.get(pattern)
  if (known) return known
  const made = parsed(pattern)
  if (made instanceof RE2JSSyntaxException) {
    const part = made.input && made.input !== pattern ? ` ("${made.input}")` : ''
    throw invalid(`The pattern is no RE2 expression: ${made.error} at position ${positionOf(pattern, made)}${part}.`)
  }
  if (compiled.size >= 200) compiled.clear()
  compiled.set(pattern, made)
  return made
}

/** The pattern, or what is wrong with it. */
function parsed(pattern: string): RE2JS | RE2JSSyntaxException {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error
    throw error
  }
}

/**
 * Where a pattern is wrong, from 1. RE2 names the part it cannot read, which may occur before as well; about a parenthesis without its
 * other half it names the whole pattern.
 */
function positionOf(pattern: string, { error, input }: RE2JSSyntaxException): number {
  const lengths = Array.from({ length: pattern.length }, (_, index) => index + 1)
  const part = input && !error.endsWith(')') ? input : null
  const fails = (length: number) => {
    const found = parsed(pattern.slice(0, length))
    return found instanceof RE2JSSyntaxException && found.error === error && (part === null || found.input === part)
  }
  if (part === null) return (lengths.findLast((length) => !fails(length)) ?? 0) + 1
  return (lengths.find(fails) ?? pattern.length) - part.length + 1
}

function given({ id: _id, ...rest }: Rule): RuleGiven {
  return rest
}

function invalid(detail: string): ScimError {
  return new ScimError(400, detail, undefined, 'testmu-provisioning §6')
}
