import { parentPort } from 'node:worker_threads'
import { runJob } from './core/sandboxes/run-job.ts'
import type { JobMessage, JobOrder } from './core/sandboxes/threads.ts'

parentPort!.on('message', ({ job, port, stop }: JobOrder) => {
  port.postMessage({ begun: true } satisfies JobMessage)
  port.postMessage(runJob(job, (message) => port.postMessage(message), () => Atomics.load(stop, 0) === 1))
})
