import type { Bindable } from '../db/open.ts'

interface Condition { sql: string; params: Bindable[] }

const words = /(\w+)(:|>=|<=|!=|=|>|<)("[^"]*"|\S+)|"([^"]*)"|(\S+)/g
const statusOperators: Record<string, string> = { ':': '=', '=': '=', '>=': '>=', '<=': '<=', '>': '>', '<': '<', '!=': '<>' }

/**
 * Compiles the filter box of the Requests page, such as `method:PATCH status>=400 user:jane path:/Groups body:active`, to SQL over
 * `exchanges e`. Words are joined by and; a word without a field is looked for in path and sentence.
 */
export function compileRequestFilter(text: string): Condition {
  const conditions = [...text.matchAll(words)].map(([, field, operator, value, quoted, word]) => (
    field === undefined ? freeText(quoted ?? word ?? '') : fieldCondition(field.toLowerCase(), operator!, value!.replaceAll('"', ''))
  ))
  if (conditions.length === 0) return { sql: '1', params: [] }
  return { sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '), params: conditions.flatMap(({ params }) => params) }
}

function fieldCondition(field: string, operator: string, value: string): Condition {
  switch (field) {
    case 'method':
    case 'actor':
    case 'action':
      return { sql: `e.${field} = +? COLLATE NOCASE`, params: [value] }
    case 'status':
      return { sql: `e.status ${statusOperators[operator]} +?`, params: [Number(value) || 0] }
    case 'path':
    case 'effect':
      return contains(`e.${field}`, value)
    case 'body':
      return { sql: 'instr(lower(e.request), lower(?)) > 0 OR instr(lower(e.response), lower(?)) > 0', params: [value, value] }
    case 'user':
      return {
        sql: `EXISTS (SELECT 1 FROM events v WHERE v.exchange_id = e.id AND (v.user_id = ? OR instr(lower(v.payload ->> '$.userName'), lower(?)) > 0))
          OR instr(lower(e.path), lower(?)) > 0`,
        params: [value, value, value],
      }
    default:
      return freeText(`${field}${operator}${value}`)
  }
}

function freeText(value: string): Condition {
  return { sql: 'instr(lower(e.path), lower(?)) > 0 OR instr(lower(e.sentence), lower(?)) > 0', params: [value, value] }
}

function contains(column: string, value: string): Condition {
  return { sql: `instr(lower(${column}), lower(?)) > 0`, params: [value] }
}
