import { request } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFault, findFault } from '../../../src-main/core/traffic/faults.ts'
import { openRegistry, type Registry } from '../../../src-main/core/sandboxes/registry.ts'
import type { Sandbox } from '../../../src-main/core/sandboxes/sandbox.ts'
import { createThreads } from '../../../src-main/core/sandboxes/threads.ts'
import { fileSecrets } from '../../../src-main/core/sandboxes/tokens.ts'
import { listenScim, type ScimListener } from '../../../src-main/core/scim/http/listener.ts'
import { createOutside } from '../../../src-main/core/traffic/outside.ts'
import { createProbes } from '../../../src-main/core/tunnel/probes.ts'
import { createSenders, type Senders } from '../../../src-main/core/traffic/senders.ts'
import type { FaultGiven } from '../../../src-shared/domain/faults.ts'
import { startLab } from '../../support/sandbox.ts'

const noon = Date.parse('2026-01-01T12:00:00Z')

let directory: string
let registry: Registry
let sandbox: Sandbox
let listener: ScimListener
let senders: Senders
let token: string

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'scimbox-clock-'))
  const secrets = fileSecrets(directory)
  registry = openRegistry(directory, secrets, createThreads(new URL('file:///none.js')), () => undefined)
  registry.create({ slug: 's', name: 'S', profile: 'testmu', strictness: 'lenient' })
  sandbox = registry.find('s')!
  token = secrets.read('s')!
  senders = createSenders()
  listener = await listenScim({ port: 0, host: '127.0.0.1', sandbox: (slug) => registry.find(slug), senders, outside: createOutside(), probes: createProbes(), publicOrigin: () => null })
  await sandbox.moveClock(true, noon)
})
afterEach(async () => {
  await listener.close()
  registry.close()
  rmSync(directory, { recursive: true, force: true })
})

/** What became of a request of the simulator: nothing yet, a status, or the code of an error. */
function simulate(): { came: number | string | null; done: Promise<void> } {
  const outcome: { came: number | string | null; done: Promise<void> } = { came: null, done: Promise.resolve() }
  outcome.done = new Promise((resolve) => {
    const come = (came: number | string) => {
      outcome.came = came
      resolve()
    }
    const sending = request(`${listener.origin()}/s/s/api/scim/Users`, { headers: { Authorization: `Bearer ${token}` }, agent: false }, (response) => {
      response.resume()
      response.on('end', () => come(response.statusCode!))
    })
    sending.on('error', (error: NodeJS.ErrnoException) => come(error.code!))
    sending.on('socket', (socket) => senders.holds(socket, { actor: 'simulator', action: { id: 'a1', label: 'Assign Jane' } }))
    sending.end()
  })
  return outcome
}

const rule = (given: Partial<FaultGiven>) => sandbox.write((writing) => createFault(writing, {
  name: 'Outage', enabled: true, method: 'any', path: '', user: '', nth: 1, count: 1, moment: 'before', effect: { kind: 'reset' }, ...given,
}))
const counted = (id: number, hits: number) => vi.waitFor(() => expect(findFault(sandbox.db, id)?.hits).toBe(hits))
/** Whatever was due by now has had its turn once a request that came later is answered. */
const later = () => simulate().done

describe('the simulator waits on the sandbox clock', () => {
  test('a late answer comes when the frozen clock has been advanced so far, not before', async () => {
    const { id } = await rule({ effect: { kind: 'latency', milliseconds: 30_000 } })
    const sent = simulate()
    await counted(id, 1)
    await later()
    await sandbox.advanceClock(29_999)
    await later()
    expect(sent.came).toBeNull()
    await sandbox.advanceClock(1)
    await sent.done
    expect(sent.came).toBe(200)
  })
  test('silence for 61 s: at 60 s nothing, at 61 s the connection closes', async () => {
    const { id } = await rule({ effect: { kind: 'timeout', seconds: 61 } })
    const sent = simulate()
    await counted(id, 1)
    await sandbox.advanceClock(60_000)
    await later()
    expect(sent.came).toBeNull()
    await sandbox.advanceClock(1_000)
    await sent.done
    expect(sent.came).toBe('ECONNRESET')
  })
  test('an hour does not tire it: a running clock that is advanced ends it too', async () => {
    await sandbox.moveClock(false, noon)
    const { id } = await rule({ effect: { kind: 'latency', milliseconds: 3_600_000 } })
    const sent = simulate()
    await counted(id, 1)
    await sandbox.advanceClock(3_600_000)
    await sent.done
    expect(sent.came).toBe(200)
  })
  test('two delays that become due in one step end in the order of their dues', async () => {
    const slow = await rule({ effect: { kind: 'latency', milliseconds: 60_000 } })
    const order: string[] = []
    const first = simulate()
    await counted(slow.id, 1)
    const quick = await rule({ effect: { kind: 'latency', milliseconds: 10_000 } })
    const second = simulate()
    await counted(quick.id, 1)
    sandbox.timers.at(noon + 10_001, () => order.push(`between: ${second.came === null ? 'answering' : 'answered'}`))
    sandbox.timers.at(noon + 5_000, () => order.push('before both'))
    sandbox.timers.at(noon + 60_001, () => order.push('after both'))
    await sandbox.advanceClock(120_000)
    await Promise.all([first.done, second.done])
    expect([first.came, second.came, ...order]).toEqual([200, 200, 'before both', 'between: answering', 'after both'])
  })
})

describe('timers of the sandbox clock', () => {
  test('what became due in between runs in the order of the dues, later ones stay', async () => {
    const order: number[] = []
    const last = new Promise<void>((resolve) => {
      for (const due of [3, 1, 2]) sandbox.timers.at(noon + due * 1000, () => order.push(due))
      sandbox.timers.at(noon + 4000, resolve)
      sandbox.timers.at(noon + 9000, () => order.push(9))
    })
    await sandbox.advanceClock(5000)
    await last
    expect(order).toEqual([1, 2, 3])
  })
})

describe('advancing over the API', () => {
  test.each([true, false])('frozen stays frozen, running stays running: frozen %s', async (frozen) => {
    const lab = await startLab()
    const { api, slug } = await lab.sandbox()
    await api.settings.setClock({ sandbox: slug, frozen, now: noon })
    const state = await api.settings.advanceClock({ sandbox: slug, by: 3_600_000 })
    expect(state.frozen).toBe(frozen)
    expect(state.now).toBeGreaterThanOrEqual(noon + 3_600_000)
    if (frozen) expect(state.now).toBe(noon + 3_600_000)
    const [newest] = await api.events.list({ sandbox: slug, limit: 1 })
    expect(newest?.event).toMatchObject({ type: 'setting.changed', setting: 'clock' })
    await lab.close()
  })
  test('steps asked for at once add up', async () => {
    const lab = await startLab()
    const { api, slug } = await lab.sandbox()
    await api.settings.setClock({ sandbox: slug, frozen: true, now: noon })
    await Promise.all(Array.from({ length: 20 }, () => api.settings.advanceClock({ sandbox: slug, by: 1000 })))
    expect(await api.settings.clock({ sandbox: slug })).toEqual({ frozen: true, now: noon + 20_000 })
    await lab.close()
  })
  test('a token expires by it', async () => {
    const lab = await startLab()
    const s = await lab.sandbox()
    await s.api.settings.setClock({ sandbox: s.slug, frozen: true, now: noon })
    const fresh = await s.api.tokens.rotate({ sandbox: s.slug, overlapSeconds: 0, expiresInSeconds: 3600 })
    const asked = () => s.scim('GET', '/Users', undefined, { Authorization: `Bearer ${fresh.token}` })
    expect((await asked()).status).toBe(200)
    await s.api.settings.advanceClock({ sandbox: s.slug, by: 3_600_000 })
    expect((await asked()).status).toBe(401)
    await lab.close()
  })
  test('backwards, nothing, fractions, more than ten years and past the last instant are refused', async () => {
    const lab = await startLab()
    const { api, slug } = await lab.sandbox()
    for (const by of [-1, 0, 0.5, 1e12, Number.MAX_SAFE_INTEGER]) {
      await expect(api.settings.advanceClock({ sandbox: slug, by })).rejects.toMatchObject({ status: 400 })
    }
    await api.settings.setClock({ sandbox: slug, frozen: true, now: 8.64e15 - 10 })
    await expect(api.settings.advanceClock({ sandbox: slug, by: 1000 })).rejects.toMatchObject({ status: 400 })
    await lab.close()
  })
})
