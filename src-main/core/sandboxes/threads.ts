import { MessageChannel, Worker } from 'node:worker_threads'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Finding } from '../../../src-shared/domain/findings.ts'
import { ScimError, type ScimType } from '../../../src-shared/scim/errors.ts'
import type { ScimAnswer, ScimRequest } from '../scim/http/message.ts'
import type { Arrival } from '../scim/http/perform.ts'

/** A request for a worker thread. `query` is the query string: URLSearchParams cannot be sent. */
export type Job = { file: string; request: Omit<ScimRequest, 'query'> & { query: string } }
  & ({ kind: 'write'; arrival: Arrival } | { kind: 'read' })

export interface JobDone {
  answer: ScimAnswer
  /** Types of the events it caused. */
  types: DomainEvent['type'][]
  findings: Finding[]
}

/** What a thread says when a job is over. */
export type JobResult =
  | { done: JobDone }
  | { refusal: { status: number; detail: string; scimType: ScimType | undefined; rule: string | undefined } }
  | { failure: string }

/** Jobs of a thread that are not done yet. More are refused: each of them holds a request in memory. */
const mostJobs = 100

/** One thread for large writes and one for long reads, each started with its first job. */
export interface Threads {
  /** @throws ScimError when the request is refused, 503 when too many wait */
  run(job: Job): Promise<JobDone>
  close(): Promise<void>
}

export function createThreads(entry: URL): Threads {
  const running: { [Kind in Job['kind']]?: Worker } = {}
  const jobs = { write: 0, read: 0 }

  function start(kind: Job['kind']): Worker {
    const worker = new Worker(entry)
    // Every job hears when its thread ends, and so do the two of this file.
    worker.setMaxListeners(mostJobs + 2)
    worker.once('exit', () => {
      if (running[kind] === worker) delete running[kind]
    })
    return (running[kind] = worker)
  }

  return {
    async run(job) {
      if (jobs[job.kind] >= mostJobs) throw new ScimError(503, `${mostJobs} requests that take long are waiting already; try again later.`)
      jobs[job.kind] += 1
      const result = await resultOf(running[job.kind] ?? start(job.kind), job).finally(() => {
        jobs[job.kind] -= 1
      })
      if ('done' in result) return result.done
      if ('failure' in result) throw new Error(result.failure)
      const { status, detail, scimType, rule } = result.refusal
      throw new ScimError(status, detail, scimType, rule)
    },
    async close() {
      await Promise.all(Object.values(running).map((worker) => worker.terminate()))
    },
  }
}

/** Each job has a channel of its own, so that answers cannot be mixed up. */
function resultOf(worker: Worker, job: Job): Promise<JobResult> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error('The worker thread ended before its job; nothing was stored.'))
    worker.once('exit', died)
    port1.once('message', (data: JobResult) => {
      worker.off('exit', died)
      port1.close()
      resolve(data)
    })
    worker.postMessage({ job, port: port2 }, [port2])
  })
}
