import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const program = '/usr/sbin/sshd'

/** Why there is no OpenSSH server to test with, false where there is one. */
export const withoutSshd: string | false = whyNot()

function whyNot(): string | false {
  if (process.platform !== 'linux') return 'its processes are found in /proc, which only Linux has'
  return existsSync(program) ? false : `there is no ${program}: install openssh-server`
}

/** A real OpenSSH server on the loopback, with keys of its own, which lets in one key and forwards. */
export interface Sshd {
  port: number
  user: string
  keyFile: string
  folder: string
  /** Ends it with the connections it has. */
  stop(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
  /** Makes it another server: its host key is a new one from the next start on. */
  changeHostKey(): void
  /** Lets its processes stand still, so that connections stay open and nothing answers. */
  freeze(): void
  close(): Promise<void>
}

/** `lines` are added to its configuration. */
export async function startSshd(lines: string[] = []): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'scimbox-sshd-'))
  // Only root's server wants it, and only root can make it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  const port = await freePort()
  const newKey = (name: string) => {
    const file = join(folder, name)
    rmSync(file, { force: true })
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
    return file
  }
  const keyFile = newKey('id_ed25519')
  const config = join(folder, 'sshd_config')
  writeFileSync(config, [
    `Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${newKey('host_key')}`, `AuthorizedKeysFile ${keyFile}.pub`,
    'PidFile none', 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin prohibit-password', 'AllowTcpForwarding yes',
    'GatewayPorts clientspecified', 'MaxStartups 100', 'LogLevel ERROR', ...lines, '',
  ].join('\n'))
  let child: ChildProcess | null = null

  const start = async () => {
    child = spawn(program, ['-D', '-e', '-f', config], { stdio: 'ignore' })
    await answers(port)
  }
  const signal = (name: NodeJS.Signals) => {
    for (const pid of family(child!.pid!)) {
      try {
        process.kill(pid, name)
      } catch {
        // It has ended.
      }
    }
  }
  const stop = async () => {
    const ended = child!.exitCode !== null || child!.signalCode !== null ? null : once(child!, 'exit')
    signal('SIGKILL')
    await ended
  }
  await start()
  return {
    port, user: userInfo().username, keyFile, folder, start, stop,
    changeHostKey: () => void newKey('host_key'),
    freeze: () => signal('SIGSTOP'),
    async close() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A process and those it started: each connection of an SSH server has its own, which outlive the one that listens. */
function family(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter((text) => text !== '').map(Number)
    return [pid, ...children.flatMap(family)]
  } catch {
    return [pid]
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Waits until an SSH server says its name there. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const greeted = await Promise.race([once(socket, 'data').then(() => true), once(socket, 'close').then(() => false)]).catch(() => false)
    socket.destroy()
    if (greeted) return
  }
}
