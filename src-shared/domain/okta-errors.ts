import type { TaskKind } from './okta.ts'
export function taskErrorText({ cause }: { operation: TaskKind | 'test' | 'import'; subject: string; app: string; cause: { kind: string } & Record<string, unknown> }): string {
  return JSON.stringify(cause)
}
