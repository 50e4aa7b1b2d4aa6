import { z } from 'zod'

export const faultMethods = ['any', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
/** Whether the fault comes before the request is carried out, or after it and before the answer: a lost answer. */
export const faultMoments = ['before', 'after'] as const

/** Milliseconds of real time that a fault holds a client which does not live by the sandbox clock. */
export const longestRealWait = 120_000

const seconds = z.number().int().min(1).max(86_400)
const errorStatus = z.number().int().min(400).max(599)

/** What happens to a request that a rule hits. */
export const faultEffectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: errorStatus, detail: z.string().max(1000), retryAfter: seconds.nullable() })
    .describe('A SCIM error; an empty detail is worded by the rule.'),
  z.object({ kind: z.literal('throttle'), seconds }).describe('429 with Retry-After and no body, as a gateway answers.'),
  z.object({ kind: z.literal('html'), status: z.number().int().min(200).max(599).refine((status) => status !== 204 && status !== 304, 'has no body'), body: z.string().max(65_536) })
    .describe('A page instead of JSON; an empty body is a gateway\'s error page.'),
  z.object({ kind: z.literal('latency'), milliseconds: z.number().int().min(1).max(3_600_000) }).describe('The answer comes late.'),
  z.object({ kind: z.literal('timeout'), seconds: seconds.max(3600) }).describe('Silence, then the connection closes.'),
  z.object({ kind: z.literal('reset') }).describe('The connection is reset.'),
])
export type FaultEffect = z.infer<typeof faultEffectSchema>

/** A path below the Base URL: `*` or `{id}` stands for one segment, `/**` at the end for anything below. */
const pathPattern = z.string().trim().max(200).regex(/^(\/[^\s?#]*)?$/, 'begins with / and has no query')

/** What a rule is made of. Requests are tried against the rules in the order they were made; the first that hits decides. */
export const faultGivenSchema = z.object({
  name: z.string().trim().max(100).describe('Empty: worded from the rest.'),
  enabled: z.boolean(),
  method: z.enum(faultMethods),
  path: pathPattern.describe('Such as /Users, /Users/*, /Groups/{id}, /Users/**; empty for any.'),
  user: z.string().trim().max(200).describe('Part of a userName or id in the path, the filter or the body; empty for anybody.'),
  nth: z.number().int().min(1).max(1_000_000).describe('The first matching request that is hit.'),
  count: z.number().int().min(1).max(1_000_000).nullable().describe('Matching requests that are hit; null: all.'),
  moment: z.enum(faultMoments),
  effect: faultEffectSchema,
})
export type FaultGiven = z.infer<typeof faultGivenSchema>

/** A rule with what it has done. */
export interface FaultRule extends FaultGiven {
  id: number
  /** Matching requests since it was armed. */
  seen: number
  hits: number
}

/** Whether a rule can still hit a request. */
export function isArmed({ enabled, count, hits }: Pick<FaultRule, 'enabled' | 'count' | 'hits'>): boolean {
  return enabled && (count === null || hits < count)
}

/** `first 2 POST /Users: 429, Retry-After 30 s`. */
export function describeFault(rule: Pick<FaultGiven, 'method' | 'path' | 'user' | 'nth' | 'count' | 'moment' | 'effect'>): string {
  return `${describeMatch(rule)}: ${describeEffect(rule.effect)}${rule.moment === 'after' ? ', after it was carried out' : ''}`
}

export function describeMatch({ method, path, user, nth, count }: Pick<FaultGiven, 'method' | 'path' | 'user' | 'nth' | 'count'>): string {
  const request = [method === 'any' ? 'request' : method, ...(path === '' ? [] : [path]), ...(user === '' ? [] : [`about ${user}`])].join(' ')
  if (count === null) return nth === 1 ? `every ${request}` : `every ${request} from no. ${nth} on`
  if (nth === 1) return count === 1 ? `next ${request}` : `next ${count} ${request}`
  return count === 1 ? `${request} no. ${nth}` : `${request} no. ${nth} to ${nth + count - 1}`
}

export function describeEffect(effect: FaultEffect): string {
  switch (effect.kind) {
    case 'status': return `${effect.status}${effect.retryAfter === null ? '' : `, Retry-After ${effect.retryAfter} s`}`
    case 'throttle': return `429 without a body, Retry-After ${effect.seconds} s`
    case 'html': return `${effect.status} with a page instead of JSON`
    case 'latency': return `${inSeconds(effect.milliseconds)} late`
    case 'timeout': return `silence for ${effect.seconds} s, then the connection closes`
    case 'reset': return 'connection reset'
  }
}

function inSeconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${milliseconds / 1000} s`
}
