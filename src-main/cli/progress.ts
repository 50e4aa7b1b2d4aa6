import type { Connection } from './connect.ts'

/** Real milliseconds between two looks at the progress. */
const lookEvery = 250

/** Runs work and tells on stderr how far it is, on one line of a terminal; quiet where nobody looks. Ctrl-C cancels it. */
export async function withProgress<Result>({ api }: Connection, sandbox: string, work: () => Promise<Result>): Promise<Result> {
  const cancel = () => void api.sandboxes.cancel({ sandbox })
  process.once('SIGINT', cancel)
  const timer = process.stderr.isTTY ? setInterval(() => void tell(), lookEvery) : undefined
  const tell = async () => {
    const progress = await api.sandboxes.progress({ sandbox }).catch(() => null)
    if (progress) process.stderr.write(`\r\u001B[K${words(progress)}`)
  }
  try {
    return await work()
  } finally {
    clearInterval(timer)
    process.off('SIGINT', cancel)
    if (timer) process.stderr.write('\r\u001B[K')
  }
}

interface Told { label: string; done: number; total: number; unit?: string | undefined; elapsed: number }

function words({ label, done, total, unit = 'users', elapsed }: Told): string {
  const rate = done / Math.max(elapsed / 1000, 0.001)
  const left = rate === 0 ? '' : `, ${Math.ceil((total - done) / rate)} s left`
  return `${label}: ${done} of ${total} ${unit}, ${Math.round(rate)}/s${left}`
}
