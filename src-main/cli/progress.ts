import { randomUUID } from 'node:crypto'
import type { Connection } from './connect.ts'
import { CommandFailure } from './exit-codes.ts'
import { showLine } from './terminal.ts'

/** Real milliseconds between two looks at the progress. */
const lookEvery = 250

/** Work that was asked for under an id of its own. `signal` gives up on the request where there is nothing to cancel. */
export interface OwnJob { job: string; signal: AbortSignal }

/**
 * Runs work and tells on stderr how far it is, on one line of a terminal; quiet where nobody looks. Ctrl-C, or `stopped`, cancels it
 * and nothing else. @throws CommandFailure when it was given up before the answer came
 */
export async function withProgress<Result>(
  { api }: Connection, sandbox: string, work: (own: OwnJob) => Promise<Result>, stopped?: AbortSignal,
): Promise<Result> {
  const job = randomUUID()
  const request = new AbortController()
  const cancel = async () => {
    const { cancelled } = await api.sandboxes.cancel({ sandbox, job }).catch(() => ({ cancelled: false }))
    // It has not arrived yet, or its answer is on its way.
    if (!cancelled) request.abort()
  }
  process.once('SIGINT', cancel)
  stopped?.addEventListener('abort', cancel, { once: true })
  const timer = process.stderr.isTTY ? setInterval(() => void tell(), lookEvery) : undefined
  const tell = async () => {
    const progress = await api.sandboxes.progress({ sandbox }).catch(() => null)
    if (progress) showLine(words(progress))
  }
  try {
    return await work({ job, signal: request.signal })
  } catch (error) {
    if (request.signal.aborted) throw new CommandFailure('It was given up on before there was an answer.')
    throw error
  } finally {
    clearInterval(timer)
    process.off('SIGINT', cancel)
    stopped?.removeEventListener('abort', cancel)
    if (timer) showLine('')
  }
}

interface Told { label: string; done: number; total: number; unit?: string | undefined; elapsed: number }

function words({ label, done, total, unit = 'users', elapsed }: Told): string {
  const rate = done / Math.max(elapsed / 1000, 0.001)
  const left = rate === 0 ? '' : `, ${Math.ceil((total - done) / rate)} s left`
  return `${label}: ${done} of ${total} ${unit}, ${Math.round(rate)}/s${left}`
}
