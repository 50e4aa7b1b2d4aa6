import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, ExpressionError, parseExpression } from '../../../src-shared/domain/okta-expression.ts'
import type { JsonValue } from '../../../src-shared/scim/types.ts'

const scope = {
  user: {
    login: 'jane@acme.test', firstName: 'Jane', lastName: 'Roe', department: 'Engineering', level: 7, vip: true, roles: ['Admin', 'User'],
    'cost center': 'C9', middleName: null, name: 'n'.repeat(101), count: '12',
  },
  appuser: { OrganizationRole: 'Guest' },
  groups: [{ id: '00g1', name: 'eng-team' }, { id: '00g2', name: 'org-admins' }],
}
const value = (text: string) => evaluate(parseExpression(text), scope)

describe('evaluates', () => {
  test.each<[string, JsonValue]>([
    ['user.firstName', 'Jane'],
    ['appuser.OrganizationRole', 'Guest'],
    ['user["cost center"]', 'C9'],
    ['user.nickName', null],
    ['user.middleName', null],
    ['user.constructor', null],
    ['user.__proto__', null],
    ['appuser.toString', null],
    ['"work"', 'work'],
    ["'work'", 'work'],
    ['-1.5', -1.5],
    ['TRUE', true],
    ['NULL', null],
    ['{1, "a", user.level}', [1, 'a', 7]],
    ['{}', []],
    ['user.firstName + " " + user.lastName', 'Jane Roe'],
    ['1 + 2 + "x"', '3x'],
    ['user.level + 1', 8],
    ['2 + 3 * 4 - 10 / 4 % 2', 13.5],
    ['user.department == "Engineering"', true],
    ['user.count == 12', false],
    ['user.nickName == null', true],
    ['user.roles == {"Admin", "User"}', true],
    ['user.level >= 7 && user.level < 8', true],
    ['"b" > "a"', true],
    ['null < 1', true],
    ['user.vip AND NOT false OR false', true],
    ['user.vip and not (false or true)', false],
    ['true || false && false', true],
    ['!user.vip', false],
    ['false && user.firstName', false],
    ['true || user.firstName', true],
    ['user.level > 3 ? "senior" : "junior"', 'senior'],
    ['user.level > 9 ? "a" : user.level > 5 ? "b" : "c"', 'b'],
    ['user.vip ? "x" : user.firstName + 1 + null', 'x'],
    ['isMemberOfGroupName("eng-team")', true],
    ['isMemberOfGroupName("Eng-team")', false],
    ['isMemberOfGroupNameStartsWith("org-")', true],
    ['isMemberOfGroupNameContains("admin")', true],
    ['isMemberOfGroup("00g3")', false],
    ['isMemberOfAnyGroup("00g3", "00g2")', true],
  ])('%s', (text, expected) => expect(value(text)).toEqual(expected))
})

describe('functions, as in Okta\'s examples', () => {
  test.each<[string, JsonValue]>([
    ['String.toUpperCase("This")', 'THIS'],
    ['String.toLowerCase("ThiS")', 'this'],
    ['String.append("This is", " a test")', 'This is a test'],
    ['String.join(",", "This", "is", "a", "test")', 'This,is,a,test'],
    ['String.join("", "This", "is", "a", "test")', 'Thisisatest'],
    ['String.len("This")', 4],
    ['String.removeSpaces("This is a test")', 'Thisisatest'],
    ['String.replace("This is a test", "is", "at")', 'That at a test'],
    ['String.replaceFirst("This is a test", "is", "at")', 'That is a test'],
    ['String.stringContains("This is a test", "test")', true],
    ['String.stringContains("This is a test", "doesn\'tExist")', false],
    ['String.stringSwitch("This is a test", "default", "key1", "value1")', 'default'],
    ['String.stringSwitch("This is a test", "default", "test", "value1")', 'value1'],
    ['String.stringSwitch("First match wins", "default", "absent", "value1", "wins", "value2", "match", "value3")', 'value2'],
    ['String.stringSwitch("Substrings count", "default", "ring", "value1")', 'value1'],
    ['String.substring("This is a test", 2, 9)', 'is is a'],
    ['String.substringAfter("abc@okta.com", "@")', 'okta.com'],
    ['String.substringBefore("abc@okta.com", "@")', 'abc'],
    ['Arrays.add({10, 20, 30}, 40)', [10, 20, 30, 40]],
    ['Arrays.get({0, 1, 2}, 0)', 0],
    ['Arrays.contains({10, 20, 30}, 10)', true],
    ['Arrays.contains({10, 20, 30}, 50)', false],
    ['Arrays.size({10, 20, 30})', 3],
    ['Arrays.size(NULL)', 0],
    ['Arrays.isEmpty({10, 20})', false],
    ['Arrays.isEmpty(NULL)', true],
    ['Arrays.toCsvString({"This", "is", " a ", "test"})', 'This,is, a ,test'],
    ['Convert.toInt("1234")', 1234],
    ['Convert.toInt(123.4)', 123],
    ['Convert.toInt(123.6)', 124],
    ['Convert.toNum("3.141")', 3.141],
  ])('%s', (text, expected) => expect(value(text)).toEqual(expected))
})

describe('functions, where Okta documents nothing', () => {
  test.each<[string, JsonValue]>([
    ['String.toUpperCase(user.middleName)', null],
    ['String.replace(null, "a", "b")', null],
    ['String.replace("a$&", "a", "$&")', '$&$&'],
    ['String.replace("abc", "", "x")', 'abc'],
    ['String.replaceFirst("aa", "a", "$&b")', '$&ba'],
    ['String.substringBefore("abc", "@")', 'abc'],
    ['String.substringAfter("abc", "@")', ''],
    ['String.substring(null, 0, 1)', null],
    ['String.append(user.middleName, "x")', 'x'],
    ['String.len(user.middleName)', 0],
    ['String.startsWith("Kiss", "K")', true],
    ['String.startsWith(null, "K")', false],
    ['String.stringSwitch(null, "default", "a", "b")', 'default'],
    ['String.join("-", user.roles)', 'Admin-User'],
    ['String.toUpperCase(user.vip)', 'TRUE'],
    ['Arrays.get(user.roles, 5)', null],
    ['Arrays.contains(null, 1)', false],
    ['Convert.toInt(null)', null],
  ])('%s', (text, expected) => expect(value(text)).toEqual(expected))
})

describe('refuses to read', () => {
  test.each<[string, number, RegExp]>([
    ['', 1, /is empty/],
    ['  ', 1, /is empty/],
    ['user.firstName +', 17, /At character 17: expected expression after \+/],
    ['"abc', 5, /unclosed quote/],
    ['(user.level', 12, /unclosed \(/],
    ['user.level = 7', 12, /unexpected "="/],
    ['user.a user.b', 1, /An operator is missing/],
    [';', 1, /not an expression/],
    ['firstName', 1, /attributes are written user\.firstName, text "firstName"/],
    ['1 + source.login', 5, /“source” is not known/],
    ['user.profile.email', 5, /written user\.name/],
    ['user?.login', 6, /written user\.name/],
    ['user[user.department]', 10, /written user\.name/],
    ['[1, 2]', 1, /in braces/],
    ['{1, , 2}', 7, /expected comma/],
    ['{, 1}', 4, /expected comma/],
    ['String.len(, 1)', 13, /unexpected token/],
    ['user.vip ? 1', 13, /expected :/],
    ['String.toUppercase(user.x)', 8, /did you mean String\.toUpperCase/],
    ['toUpperCase(user.x)', 1, /did you mean String\.toUpperCase/],
    ['String.reverse(user.x)', 8, /there are String\.toUpperCase, /],
    ['user.login.toUpperCase()', 12, /did you mean String\.toUpperCase/],
    ['constructor("x")', 1, /not a function known here/],
    ['String.len()', 1, /String\.len takes 1 argument, not 0/],
    ['String.stringSwitch("a", "b")', 1, /takes at least 4 arguments, not 2/],
    ['1e999', 1, /too large/],
    [`${'('.repeat(600)}1`, 602, /unclosed \(|too deeply/],
    [`${'!'.repeat(101)}true`, 1, /too deeply/],
    ['a'.repeat(1025), 1025, /at most 1024/],
  ])('%j', (text, position, words) => {
    const error = thrown(() => parseExpression(text))
    expect(error.message).toMatch(words)
    expect(error.position).toBe(position)
  })
})

describe('refuses to evaluate', () => {
  test.each<[string, RegExp]>([
    ['user.firstName + user.middleName', /nothing on one side/],
    ['user.middleName + 1', /nothing on one side/],
    ['user.level - user.middleName', /needs numbers, not nothing/],
    ['true + 1', /cannot join true and 1/],
    ['user.roles + "x"', /Text is needed here, not a list/],
    ['-user.firstName', /needs numbers/],
    ['1 / 0', /not a number/],
    ['user.firstName ? 1 : 2', /true or false, not "Jane"/],
    ['user.middleName && true', /true or false, not nothing/],
    ['"1" < 2', /cannot be compared/],
    ['String.substring("abc", 0, 5)', /0 to 5 is outside of "abc", which has 3/],
    ['String.substring("abc", 0.5, 1)', /whole number/],
    ['String.stringSwitch("x", "d", "a", "b", "c")', /key without a value/],
    ['String.len(user.roles)', /Text is needed/],
    ['Arrays.size("abc")', /A list is needed/],
    ['Convert.toInt("12a")', /"12a" is not a whole number/],
    ['Convert.toNum("")', /"" is not a number/],
  ])('%s', (text, words) => expect(thrown(() => value(text)).message).toMatch(words))

  test('functions of groups where there are none', () => {
    expect(thrown(() => evaluate(parseExpression('isMemberOfGroupName("a")'), { user: {} })).message).toMatch(/Groups are not known/)
  })
  test('text that grows', () => {
    const twice = (text: string) => `String.replace(${text}, "n", user.name)`
    expect(thrown(() => value(twice(twice('user.name')))).message).toMatch(/grows beyond 10,000/)
    expect(thrown(() => evaluate(parseExpression('user.x'), { user: { x: 'x'.repeat(10_001) } })).message).toMatch(/grows beyond/)
  })
})

function thrown(run: () => unknown): ExpressionError {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ExpressionError)
    return error as ExpressionError
  }
  throw new Error('nothing was thrown')
}

const leaf = fc.constantFrom('user.firstName', 'user.level', 'user.x', 'user.roles', 'appuser.OrganizationRole', '"a b"', '2', '0', 'true', 'null', '{}',
  '{1,"n"}', 'user.name', '__proto__', 'user.__proto__', '%', '', ',')
const functions = fc.constantFrom('String.replace', 'String.substring', 'String.join', 'String.len', 'Arrays.get', 'Arrays.add', 'Convert.toInt',
  'isMemberOfGroup', 'toString')
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof({ maxDepth: 5 }, leaf,
    fc.tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '==', '<', '&&', 'OR', '.'), tie('expression')).map((parts) => parts.join(' ')),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(fc.constantFrom('!', 'NOT ', '-'), tie('expression')).map((parts) => parts.join('')),
    fc.tuple(functions, fc.array(tie('expression'), { maxLength: 4 })).map(([name, given]) => `${name}(${given.join(', ')})`)),
}))

test('any text gives a value, the same again, or an ExpressionError', () => {
  const outcome = (text: string) => {
    try {
      return JSON.stringify(value(text))
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
      return (error as ExpressionError).message
    }
  }
  fc.assert(fc.property(fc.oneof(expression, fc.string(), fc.stringMatching(/^[a-z.(){}[\]"'!?:+, ]{0,30}$/)), (text) => {
    expect(outcome(text)).toBe(outcome(text))
  }), { numRuns: 2000 })
})
