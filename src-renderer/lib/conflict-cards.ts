import type { Conflict } from '../../src-shared/api/conflicts.ts'

/** What an answer names of a card. */
export interface Card {
  userId: string
  current: number
  incoming: number
}

export function cardKey({ userId, current, incoming }: Conflict): string {
  return `${userId} ${current.mappingId} ${incoming.mappingId}`
}

export function cardOf({ userId, current, incoming }: Conflict): Card {
  return { userId, current: current.mappingId, incoming: incoming.mappingId }
}
