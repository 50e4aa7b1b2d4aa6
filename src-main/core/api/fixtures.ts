import { api, sandboxOf } from './context.ts'

export const fixtureRoutes = {
  seed: api.fixtures.seed.handler(async ({ context, signal, input: { sandbox: slug, clock, job, ...plan } }) => {
    const sandbox = sandboxOf(context, slug)
    if (clock !== undefined) await sandbox.moveClock(true, clock)
    return context.jobs.run(job, signal, (asked) => sandbox.changeState('Seed', { task: 'seed', plan }, asked))
  }),
}
