import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { Change } from '../../../src-shared/api/changes.ts'
import type { DomainEvent } from '../../../src-shared/domain/events.ts'
import type { Finding } from '../../../src-shared/domain/findings.ts'
import { ScimError, type ScimType } from '../../../src-shared/scim/errors.ts'
import type { FileDone, FileWork, StateDone, StateWork } from '../fixtures/work.ts'
import type { ScimAnswer, ScimRequest } from '../scim/http/message.ts'
import type { Arrival } from '../scim/http/perform.ts'

/** `query` is the query string: URLSearchParams cannot be sent. */
type SendableRequest = Omit<ScimRequest, 'query'> & { query: string }

/** Work for a worker thread on a sandbox file. */
export type Job = { file: string } & (
  | { kind: 'write'; request: SendableRequest; arrival: Arrival }
  | { kind: 'read'; request: SendableRequest }
  /** With `preview`, nothing is stored. */
  | { kind: 'change'; change: Change; preview: boolean }
  /** Replaces or fills the state. */
  | { kind: 'state'; work: StateWork; snapshots: string }
  /** Writes a file of one look at the sandbox. */
  | { kind: 'file'; work: FileWork }
)
type Kind = Job['kind']
type JobOf<K extends Kind> = Extract<Job, { kind: K }>

/** What a job gives back; `types` are those of the events it caused. */
export interface JobDone {
  write: { answer: ScimAnswer; types: DomainEvent['type'][] }
  read: { answer: ScimAnswer; findings: Finding[] }
  /** `result` as `performChange` returns it; `events` only of a preview. */
  change: { result: number | null; types: DomainEvent['type'][]; events: DomainEvent[] }
  state: StateDone & { types: DomainEvent['type'][] }
  file: FileDone
}

/** What a thread says while a job runs and when it is over. */
export type JobMessage =
  /** The thread was there; what it took to start is over. */
  | { begun: true }
  | { progress: Step }
  | { done: JobDone[Kind] }
  | { refusal: { status: number; detail: string; scimType: ScimType | undefined; rule: string | undefined } }
  | { failure: string }

/** `unit` says of what, where it is not users. */
export interface Step { done: number; total: number; unit?: 'rows' | 'kB' }

/** What a worker is sent: with `stop` set to 1 a job that looks at it ends and stores nothing. */
export interface JobOrder { job: Job; port: MessagePort; stop: Int32Array }

/** Jobs of a thread that are not done yet. More are refused: each of them holds a request in memory. */
const mostJobs = 100

/** Short-lived objects of a thread are collected past this: rows by the hundred thousand would fill ten times as much before. */
const youngMegabytes = 8

/** The most a thread may keep. V8 collects the sooner the less it is: the fixtures of a million users need a third of it. */
const oldMegabytes = 512

/** A thread that worked longer, in milliseconds of real time, is let go when nothing waits for it, with the memory it took. */
const longWork = 1000

const places = ['writing', 'reading'] as const

/** One thread for large writes and one for long reads, each started with its first job. */
export interface Threads {
  /**
   * `progressed` hears how far it is; `signal` ends a job of state or of a file.
   * @throws ScimError when the request is refused or ended, 503 when too many wait
   */
  run<K extends Kind>(job: JobOf<K>, progressed?: (step: Step) => void, signal?: AbortSignal): Promise<JobDone[K]>
  close(): Promise<void>
}

export function createThreads(entry: URL): Threads {
  const running: { writing?: Worker; reading?: Worker } = {}
  const ending = new Set<Promise<unknown>>()
  const jobs = { writing: 0, reading: 0 }

  function start(place: (typeof places)[number]): Worker {
    const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes, maxOldGenerationSizeMb: oldMegabytes } })
    // Every job hears when its thread ends, and so do the two of this file.
    worker.setMaxListeners(mostJobs + 2)
    worker.once('exit', () => {
      if (running[place] === worker) delete running[place]
    })
    return (running[place] = worker)
  }

  function letGo(place: (typeof places)[number]): void {
    const ended = running[place]?.terminate().finally(() => ending.delete(ended!))
    if (ended) ending.add(ended)
    delete running[place]
  }

  return {
    async run<K extends Kind>(job: JobOf<K>, progressed: (step: Step) => void = () => undefined, signal?: AbortSignal) {
      const place = job.kind === 'read' || job.kind === 'file' ? 'reading' : 'writing'
      if (jobs[place] >= mostJobs) throw new ScimError(503, `${mostJobs} requests that take long are waiting already; try again later.`)
      jobs[place] += 1
      let since = Infinity
      const begun = () => {
        since = performance.now()
      }
      const result = await resultOf(running[place] ?? start(place), job, begun, progressed, signal).finally(() => {
        jobs[place] -= 1
        if (jobs[place] === 0 && performance.now() - since > longWork) letGo(place)
      })
      if ('done' in result) return result.done as JobDone[K]
      if ('failure' in result) throw new Error(result.failure)
      const { status, detail, scimType, rule } = result.refusal
      throw new ScimError(status, detail, scimType, rule)
    },
    async close() {
      for (const place of places) letGo(place)
      await Promise.all(ending)
    },
  }
}

/** Each job has a channel of its own, so that answers cannot be mixed up. */
function resultOf(
  worker: Worker, job: Job, begun: () => void, progressed: (step: Step) => void, signal: AbortSignal | undefined,
): Promise<Exclude<JobMessage, { begun: true } | { progress: Step }>> {
  const { port1, port2 } = new MessageChannel()
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const end = () => void Atomics.store(stop, 0, 1)
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted) end()
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error('The worker thread ended before its job; nothing was stored.'))
    worker.once('exit', died)
    port1.on('message', (data: JobMessage) => {
      if ('begun' in data) return begun()
      if ('progress' in data) return progressed(data.progress)
      worker.off('exit', died)
      port1.close()
      resolve(data)
    })
    worker.postMessage({ job, port: port2, stop } satisfies JobOrder, [port2])
  })
}
