import { describe, expect, test } from 'vitest'
import { matches, matchRule, requirePattern, type Rule } from '../../../src-main/core/provisioning/rules.ts'
import type { RuleType } from '../../../src-shared/domain/provisioning.ts'

const rule = (id: number, type: RuleType, pattern = ''): Rule => ({ id, type, pattern, kind: 'team', autoApprove: true, priority: 0 })

describe('testmu-provisioning §6 matches', () => {
  test.each<[type: RuleType, pattern: string, name: string, expected: boolean]>([
    ['Prefix', 'eng-', 'eng-backend', true], ['Prefix', 'eng-', 'ENG-x', true], ['Prefix', 'ENG-', 'eng-x', true], ['Prefix', 'eng-', 'eng', false], ['Prefix', 'eng-', ' eng-x', false],
    ['Prefix', 'ÄRZTE', 'ärzte-nord', true], ['Prefix', '.*', 'eng', false], ['Prefix', '^eng', 'eng', false],
    ['Regex', 'eng', 'my-eng-team', true], ['Regex', '^eng$', 'eng', true], ['Regex', '^eng$', 'eng-x', false], ['Regex', 'ENG', 'eng', false], ['Regex', '(?i)ENG', 'eng', true],
    ['Regex', '^qa-.*-team$', 'qa--team', true], ['Regex', '\\d{2,3}$', 'team-042', true], ['Regex', '^\\p{Lu}', 'Ärzte', true], ['Regex', '', 'anything', true],
    ['Match All', '', 'anything', true], ['Match All', '', '', true],
  ])('%s %j against %j: %j', (type, pattern, name, expected) => {
    expect(matches({ type, pattern }, name)).toBe(expected)
  })

  test('the first that matches, in the order given; none is null', () => {
    const rules = [rule(3, 'Prefix', 'eng-'), rule(1, 'Regex', 'x$'), rule(2, 'Match All')]
    expect(['eng-x', 'ops-x', 'ops'].map((name) => matchRule(rules, name)?.id)).toEqual([3, 1, 2])
    expect(matchRule(rules.slice(0, 2), 'ops')).toBeNull()
    expect(matchRule([], 'ops')).toBeNull()
  })

  test.each(['(a+)+$', '(a|aa)+$', '(.*a){20}$', '^(([a-z])+.)+[A-Z]([a-z])+$'])('a pattern others stumble over answers: %s', (pattern) => {
    expect(matches({ type: 'Regex', pattern }, `${'a'.repeat(20_000)}!`)).toBe(false)
  })
})

describe('testmu-provisioning §6 patterns that are none', () => {
  test.each<[type: RuleType, pattern: string, problem: RegExp]>([
    ['Match All', 'x', /no pattern/], ['Prefix', '', /empty/], ['Regex', '', /empty/], ['Prefix', 'x'.repeat(257), /256/], ['Regex', 'x'.repeat(257), /256/],
    ['Regex', '(', /position 1\b/], ['Regex', ')', /position 1\b/], ['Regex', 'ab(c', /position 3\b/], ['Regex', 'ab)c', /position 3\b/], ['Regex', '((a)', /position 1\b/], ['Regex', '(a)(', /position 4\b/],
    ['Regex', '[', /position 1\b/], ['Regex', 'a[b', /position 2\b/], ['Regex', '[a][b', /position 4\b/], ['Regex', '+', /position 1\b/], ['Regex', 'a|*', /position 3\b/], ['Regex', 'a**', /position 2\b/],
    ['Regex', 'x{1001}', /position 2\b/], ['Regex', '[b-a]', /position 2\b/], ['Regex', '\\[b-a[b-a]', /position 7\b/], ['Regex', 'a(?<=b)', /position 2\b/], ['Regex', 'a(?!b)', /position 2\b/],
    ['Regex', '\\q', /position 1\b/], ['Regex', 'a\\', /position 2\b/], ['Regex', '\\p{Nonsense}', /position 1\b/], ['Regex', '[[:word:]][[:nonsense:]]', /position 12\b/],
    ['Regex', '(?i)(\\p{L}{0,30}){30}$', /repeats too much: .* 1863 steps/], ['Regex', '(\\p{L}{0,1000})'.repeat(15), /repeats too much/], ['Regex', '((a{10}){10}){10}', /repeats too much/],
  ])('%s %j: %s', (type, pattern, problem) => {
    expect(() => requirePattern({ type, pattern })).toThrow(problem)
    expect(() => requirePattern({ type, pattern })).toThrow(expect.objectContaining({ status: 400 }))
  })

  test.each<[type: RuleType, pattern: string]>([['Match All', ''], ['Prefix', '('], ['Prefix', 'x'.repeat(256)], ['Regex', 'x'.repeat(256)], ['Regex', '[)(]'], ['Regex', '\\('],
    ['Regex', '^(dev|qa|ops)-[a-z]{2,20}-\\d{4}$'], ['Regex', '(\\p{L}{0,16}){16}$'], ['Regex', '^.{1,255}$'],
  ])('%s %j is one', (type, pattern) => {
    expect(() => requirePattern({ type, pattern })).not.toThrow()
  })
})
