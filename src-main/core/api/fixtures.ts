import { api, sandboxOf } from './context.ts'

export const fixtureRoutes = {
  seed: api.fixtures.seed.handler(async ({ context, input: { sandbox: slug, clock, ...plan } }) => {
    const sandbox = sandboxOf(context, slug)
    if (clock !== undefined) await sandbox.moveClock(true, clock)
    return sandbox.changeState('Seed', { task: 'seed', plan })
  }),
}
