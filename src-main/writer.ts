import { parentPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { runJob } from './core/sandboxes/run-job.ts'
import type { WriteJob } from './core/sandboxes/worker.ts'

parentPort!.on('message', ({ job, port }: { job: WriteJob; port: MessagePort }) => port.postMessage(runJob(job)))
