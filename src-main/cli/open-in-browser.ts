import { spawn } from 'node:child_process'
import { complain } from './terminal.ts'

/** Hands an address to the browser of the desktop; where there is none, says so. */
export function openInBrowser(link: string): void {
  const [command, args] = process.platform === 'darwin'
    ? ['open', [link]] as const
    : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', link]] as const : ['xdg-open', [link]] as const
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => complain(`no browser could be opened; open ${link}`))
  child.unref()
}
