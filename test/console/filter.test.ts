import { describe, expect, it } from 'vitest'
import { completions } from '../../src-renderer/pages/requests/filter.ts'

const labels = (text: string, caret = text.length) => completions(text, caret).map(({ label }) => label)

describe('completions of the request filter', () => {
  it.each([
    ['', ['method:', 'status>=', 'user:', 'path:', 'body:', 'action:', 'actor:']],
    ['m', ['method:']],
    ['method:', ['method:GET', 'method:POST', 'method:PUT', 'method:PATCH', 'method:DELETE']],
    ['method:p', ['method:POST', 'method:PUT', 'method:PATCH']],
    ['METHOD:pa', ['method:PATCH']],
    ['method:PATCH', []],
    ['method:PATCH ', ['method:', 'status>=', 'user:', 'path:', 'body:', 'action:', 'actor:']],
    ['method:PATCH st', ['status>=']],
    ['status>=4', ['status>=400']],
    ['user:ja', []],
    ['nothing', []],
  ])('%j offers %j', (text, expected) => {
    expect(labels(text)).toEqual(expected)
  })

  it('replaces only the word at the caret', () => {
    const [offer] = completions('method:pa user:jane', 'method:pa'.length)
    expect(offer?.text).toBe('method:PATCH user:jane')
  })
})
