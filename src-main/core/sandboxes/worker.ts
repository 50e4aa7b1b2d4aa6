import { MessageChannel, Worker } from 'node:worker_threads'
import { ScimError, type ScimType } from '../../../src-shared/scim/errors.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Arrival } from '../scim/http/perform.ts'
import type { ScimAnswer, ScimRequest } from '../scim/http/message.ts'

/** A large write for the worker thread. `query` is the query string: URLSearchParams cannot be sent. */
export interface WriteJob {
  file: string
  request: Omit<ScimRequest, 'query'> & { query: string }
  arrival: Arrival
}

/** What the worker says when the job is over. */
export type JobResult =
  | { answer: ScimAnswer; types: DomainEvent['type'][] }
  | { refusal: { status: number; detail: string; scimType: ScimType | undefined; rule: string | undefined } }
  | { failure: string }

/** The thread that performs large writes, started with the first one. */
export interface Writer {
  /** @throws ScimError when the write is refused */
  run(job: WriteJob): Promise<{ answer: ScimAnswer; types: DomainEvent['type'][] }>
  close(): Promise<void>
}

export function createWriter(entry: URL): Writer {
  let worker: Worker | null = null

  function start(): Worker {
    const started = new Worker(entry)
    started.once('exit', () => {
      if (worker === started) worker = null
    })
    return started
  }

  return {
    async run(job) {
      worker ??= start()
      const result = await resultOf(worker, job)
      if ('answer' in result) return result
      if ('failure' in result) throw new Error(result.failure)
      const { status, detail, scimType, rule } = result.refusal
      throw new ScimError(status, detail, scimType, rule)
    },
    async close() {
      await worker?.terminate()
    },
  }
}

/** Jobs of one sandbox wait in its write queue; those of several carry their own channel. */
function resultOf(worker: Worker, job: WriteJob): Promise<JobResult> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error('The writing thread ended before the write was done; nothing was stored.'))
    worker.once('exit', died)
    port1.once('message', (data: JobResult) => {
      worker.off('exit', died)
      port1.close()
      resolve(data)
    })
    worker.postMessage({ job, port: port2 }, [port2])
  })
}
