import { type MessagePort, parentPort } from 'node:worker_threads'
import { runJob } from './core/sandboxes/run-job.ts'
import type { Job } from './core/sandboxes/threads.ts'

parentPort!.on('message', ({ job, port }: { job: Job; port: MessagePort }) => {
  port.postMessage(runJob(job, (message) => port.postMessage(message)))
})
