import { describeEffect, type FaultRule } from '../../../src-shared/domain/faults.ts'
import type { ScimAnswer } from '../scim/http/message.ts'

/** What a fault rule did to a request, as it is recorded. Plain data: a worker thread may record it. */
export interface FaultNote {
  sentence: string
  carriedOut: boolean
  /** What the client gets in the place of the real answer; null where it gets the real one, status 0 where it gets none. */
  answer: ScimAnswer | null
}

export const noAnswer: ScimAnswer = { status: 0, headers: {}, body: '' }

export function noteOf(rule: FaultRule, answer: ScimAnswer | null): FaultNote {
  const carriedOut = rule.moment === 'after' || rule.effect.kind === 'latency'
  return { sentence: `Fault rule “${rule.name}”: ${whatItDoes(rule, carriedOut)}`, carriedOut, answer }
}

/** The client did not wait for the end of a delay that came before the request was carried out. */
export function noteOfGone(rule: FaultRule): FaultNote {
  const sentence = `Fault rule “${rule.name}”: the client went away before the delay was over; the request was not carried out.`
  return { sentence, carriedOut: false, answer: noAnswer }
}

function whatItDoes({ effect, moment }: FaultRule, carriedOut: boolean): string {
  if (effect.kind === 'latency') return `${moment === 'before' ? 'carried out' : 'answered'} ${describeEffect(effect)}.`
  return `${describeEffect(effect)}; the request was ${carriedOut ? 'carried out' : 'not carried out'}.`
}
