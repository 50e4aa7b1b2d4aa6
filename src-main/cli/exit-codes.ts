import { complain } from './terminal.ts'

/** What every command ends with. */
export const exitCodes = {
  done: 0,
  /** It was refused or failed; nothing was changed. */
  failed: 1,
  /** The command line was not understood. */
  usage: 2,
  /** No Scimbox answers, or it is not ready. */
  notReady: 3,
} as const

/** Ends a command with a sentence and a code. */
export class CommandFailure extends Error {
  readonly code: number

  constructor(message: string, code: number = exitCodes.failed) {
    super(message)
    this.code = code
  }
}

/** Runs a command: a failure is told on stderr and ends the process with its code. */
export async function reporting(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    complain(wordsOf(error))
    process.exitCode = error instanceof CommandFailure ? error.code : exitCodes.failed
  }
}

/** What is wrong with each value the console API did not accept; else what the error says. */
function wordsOf(error: unknown): string {
  const { message, data } = error as Error & { data?: { issues?: { path?: unknown[]; message: string }[] } }
  return data?.issues?.map(({ path = [], message: why }) => `${path.join('.')}: ${why}`).join('; ') || message
}
