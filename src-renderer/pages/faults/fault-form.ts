import { type FaultEffect, type FaultGiven, faultGivenSchema } from '../../../src-shared/domain/faults.ts'

/** What a new rule starts from. */
export const blankFault: FaultGiven = {
  name: '',
  enabled: true,
  method: 'any',
  path: '',
  user: '',
  nth: 1,
  count: 1,
  moment: 'before',
  effect: { kind: 'status', status: 500, detail: '', retryAfter: null },
}

/** The fields of the dialog as they are typed: what another effect needs stays while one is looked at. */
export interface FaultFields {
  name: string
  enabled: boolean
  method: FaultGiven['method']
  path: string
  user: string
  nth: string
  /** Empty: all. */
  count: string
  moment: FaultGiven['moment']
  kind: FaultEffect['kind']
  status: string
  detail: string
  retryAfter: string
  seconds: string
  milliseconds: string
  page: string
}

/** Every effect in one, as far as it is given. */
interface AnyEffect {
  kind: FaultEffect['kind']
  status?: number
  detail?: string
  retryAfter?: number | null
  seconds?: number
  milliseconds?: number
  body?: string
}

export function fieldsOf({ effect, nth, count, ...given }: FaultGiven): FaultFields {
  const { kind, status = 500, detail = '', retryAfter = null, seconds = 30, milliseconds = 2000, body = '' }: AnyEffect = effect
  return {
    ...given,
    nth: String(nth),
    count: String(count ?? ''),
    kind,
    status: String(status),
    detail,
    retryAfter: String(retryAfter ?? ''),
    seconds: String(seconds),
    milliseconds: String(milliseconds),
    page: body,
  }
}

export type FieldProblems = Partial<Record<keyof FaultFields, string>>

/** The rule the fields say, or what is wrong with which of them. */
export function ruleOf(fields: FaultFields): { given: FaultGiven; problems: null } | { given: null; problems: FieldProblems } {
  const parsed = faultGivenSchema.safeParse({
    ...fields,
    nth: numberIn(fields.nth),
    count: fields.count.trim() === '' ? null : numberIn(fields.count),
    effect: effectOf(fields),
  })
  if (parsed.success) return { given: parsed.data, problems: null }
  const problems: FieldProblems = {}
  for (const { path } of parsed.error.issues) {
    const field = fieldAt(path)
    problems[field] = wanted[field] ?? 'That is not accepted.'
  }
  return { given: null, problems }
}

const wanted: FieldProblems = {
  name: 'At most 100 characters.',
  path: 'Begins with / and has no query.',
  user: 'At most 200 characters.',
  nth: 'A whole number from 1 on.',
  count: 'A whole number from 1 on, or nothing for all.',
  status: 'A status of an error from 400 to 599; for a page from 200, without 204 and 304.',
  detail: 'At most 1,000 characters.',
  retryAfter: 'Whole seconds, a day at most.',
  seconds: 'Whole seconds, an hour at most.',
  milliseconds: 'Milliseconds, an hour at most.',
  page: 'At most 64 kB.',
}

function effectOf({ kind, status, detail, retryAfter, seconds, milliseconds, page }: FaultFields): unknown {
  switch (kind) {
    case 'status':
      return { kind, status: numberIn(status), detail, retryAfter: retryAfter.trim() === '' ? null : numberIn(retryAfter) }
    case 'throttle':
    case 'timeout':
      return { kind, seconds: numberIn(seconds) }
    case 'html':
      return { kind, status: numberIn(status), body: page }
    case 'latency':
      return { kind, milliseconds: numberIn(milliseconds) }
    case 'reset':
      return { kind }
  }
}

function fieldAt(path: readonly PropertyKey[]): keyof FaultFields {
  const last = String(path.at(-1) ?? 'name')
  return (last === 'body' ? 'page' : last) as keyof FaultFields
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
