import type { Check } from '../../../src-shared/domain/tunnel.ts'

/** Where the SCIM listener takes connections of this machine: the only thing a provider may forward to. */
export interface LocalEnd { host: string; port: number }

/** What a provider tells while it starts and while it runs. */
export interface Watch {
  /** One line of the provider, as it wrote it. */
  output(line: string): void
  /** The public URL is another one now. */
  moved(url: string): void
  /** The tunnel is gone. Told once, and never after `stop`. */
  down(failure: TunnelFailure): void
}

export interface OpenTunnel {
  /** The public address, without a path. */
  url: string
  /** Resolves when nothing of it is left; may be called when it is down already. */
  stop(): Promise<void>
}

/** One way of being reached from the public. */
export interface Provider {
  /** What must hold, as far as it is known without opening anything. */
  preflight(signal: AbortSignal): Promise<Check[]>
  /** The public address, where it is known before the tunnel is open. */
  expectedUrl(): string | null
  /** Resolves once the public URL is known. An abort ends the start and what it began. @throws TunnelFailure */
  start(to: LocalEnd, watch: Watch, signal: AbortSignal): Promise<OpenTunnel>
}

/** Why there is no tunnel: what happened in the words of the provider, and what to do. */
export class TunnelFailure extends Error {
  /** Trying again by itself would not help: an admin has to change something. */
  readonly isFinal: boolean

  constructor(message: string, { isFinal = false } = {}) {
    super(message)
    this.isFinal = isFinal
  }
}

export function check(id: Check['id'], title: string, outcome: Check['outcome'], text: string): Check {
  return { id, title, outcome, text }
}
