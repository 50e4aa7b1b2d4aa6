import type { ConflictAnswer } from '../../../src-shared/domain/provisioning.ts'
import type { JsonObject } from '../../../src-shared/scim/types.ts'
import { prepared } from '../db/open.ts'
import { findById } from '../directory/resources.ts'
import type { WriteContext } from '../sandboxes/write-context.ts'
import { claimWords } from './claims.ts'
import { listClaims } from './facts.ts'
import { reconcile } from './reconcile.ts'
import { type Claim, opposes, typeOf } from './slots.ts'

/** A conflict card: the user's id and the mappings of its two sides. */
export interface CardKey { userId: string; current: number; incoming: number }

/**
 * Answers a conflict card and remembers the answer (engine §3). False when the card is not open any more, as after an answer that
 * settled several.
 */
export function answerConflict(context: WriteContext, { userId, current, incoming }: CardKey, answer: ConflictAnswer): boolean {
  const { db } = context
  const row = findById(db, userId)
  const open = row && prepared(db, 'SELECT 1 FROM conflicts WHERE user_seq = ? AND current = ? AND incoming = ?').get(row.seq, current, incoming)
  if (!open) return false
  const claims = listClaims(db, row.seq)
  const find = (id: number) => claims.find((claim) => claim.mappingId === id)!
  const user = { seq: row.seq, userId, userName: String((JSON.parse(row.body) as JsonObject).userName) }
  if (answer === 'keepCurrent') close(context, user, { winner: find(current), loser: find(incoming), how: 'keep-current' })
  else useIncoming(context, user, claims, find(current), find(incoming))
  reconcile(context, [row.seq])
  return true
}

interface AnsweredUser { seq: number; userId: string; userName: string }

/**
 * The incoming claim gets the slot. Between a sub-organization and the root organization the answer counts for every claim it shuts
 * out: those against the sub-organization lose with one another, or win with one another.
 */
function useIncoming(context: WriteContext, user: AnsweredUser, claims: readonly Claim[], current: Claim, incoming: Claim): void {
  const how = 'use-incoming'
  if (current.kind === incoming.kind) {
    close(context, user, { winner: incoming, loser: current, how })
    return hold(context, user.seq, incoming)
  }
  const sub = incoming.kind === 'subOrganization' ? incoming : current
  for (const other of claims.filter((claim) => opposes(claim, sub))) {
    close(context, user, sub === incoming ? { winner: sub, loser: other, how } : { winner: other, loser: sub, how })
  }
  if (sub !== incoming) prepared(context.db, "DELETE FROM holders WHERE user_seq = ? AND slot = 'subOrganization'").run(user.seq)
  if (incoming.kind !== 'team') hold(context, user.seq, incoming)
}

function hold({ db }: WriteContext, userSeq: number, claim: Claim): void {
  prepared(db, 'INSERT OR REPLACE INTO holders (user_seq, slot, mapping_id) VALUES (?, ?, ?)').run(userSeq, claim.kind, claim.mappingId)
}

/** Remembers who won and closes the card of the pair, if one is open. */
function close(
  { db, events }: WriteContext, { seq, ...user }: AnsweredUser, { winner, loser, how }: { winner: Claim; loser: Claim; how: 'keep-current' | 'use-incoming' },
): void {
  const [a, b] = [winner.mappingId, loser.mappingId].toSorted((one, other) => one - other) as [number, number]
  prepared(db, 'INSERT OR REPLACE INTO decisions (user_seq, a, b, winner) VALUES (?, ?, ?, ?)').run(seq, a, b, winner.mappingId)
  const card = prepared<{ current: number; incoming: number }>(
    db, 'DELETE FROM conflicts WHERE user_seq = ? AND ((current = ? AND incoming = ?) OR (current = ? AND incoming = ?)) RETURNING current, incoming',
  ).get(seq, a, b, b, a)
  if (!card) return
  events.push({
    type: 'conflict.resolved', ...user, conflictType: typeOf(winner, loser), how,
    current: claimWords(db, card.current).words, incoming: claimWords(db, card.incoming).words,
    reason: `an admin chose ${how === 'keep-current' ? 'Keep Current' : 'Use Incoming'}, which is remembered`,
  })
}
