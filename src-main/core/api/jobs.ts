import { randomUUID } from 'node:crypto'
import { ScimError } from '../../../src-shared/scim/errors.ts'
import type { Asked } from '../sandboxes/running.ts'

/** Long work that is under way or waits for its turn, each under an id its caller gave it, so that he can end it and nobody else's. */
export interface Jobs {
  /** `gone` tells that nobody waits for the answer any more. @throws ScimError 409 when the id is taken */
  run<Result>(id: string | undefined, gone: AbortSignal | undefined, work: (asked: Asked) => Promise<Result>): Promise<Result>
  /** False when there is none of this id. */
  cancel(id: string): boolean
}

export function createJobs(): Jobs {
  const known = new Map<string, AbortController>()
  return {
    async run(id = randomUUID(), gone, work) {
      if (known.has(id)) throw new ScimError(409, `There is a job ${id} already.`)
      const ending = new AbortController()
      known.set(id, ending)
      try {
        return await work({ ending: ending.signal, gone })
      } finally {
        known.delete(id)
      }
    },
    cancel(id) {
      known.get(id)?.abort()
      return known.has(id)
    },
  }
}
