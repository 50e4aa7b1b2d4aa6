import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { api } from '../../../lib/api.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useQueryValue, useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import { QuietSelect } from '../../../ui/select.tsx'
import classes from './apps.module.css'
import { doStep } from './do-step.ts'
import { guideSteps, type GuideStep, type GuideStepId } from './guide-steps.ts'

/** The vendor's set-up story for one app: by hand, or with “Do it for me”, which makes the same calls. */
export function Guide({ apps }: { apps: App[] }) {
  const [wanted, setWanted] = useQueryValue('app')
  const app = apps.find(({ id }) => id === wanted) ?? apps[0] ?? null
  const steps = useSteps(app)
  const done = steps.filter(({ state }) => state === 'done').length
  const next = steps.find(({ state }) => state !== 'done')?.id
  return (
    <Section
      title="Set-up guide"
      flush
      description="TestMu AI’s own steps, in its order. Do each by hand where it says, or let Scimbox make the same calls."
      action={
        apps.length > 1 && (
          <div className={classes.pick}>
            <QuietSelect
              label="Application of the guide"
              value={app?.id ?? ''}
              options={apps.map(({ id, label }) => [id, label])}
              onChange={setWanted}
            />
          </div>
        )
      }
    >
      <p className={classes.progress}>
        {done} of {steps.length} done
      </p>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <Step key={step.id} step={step} number={index + 1} app={app} isNext={step.id === next} />
        ))}
      </ol>
    </Section>
  )
}

function useSteps(app: App | null): GuideStep[] {
  const sandbox = useSandbox()
  const profile = useQuery(
    api.okta.attributes.list.queryOptions({ input: { sandbox, appId: app?.id ?? '' }, enabled: app !== null }),
  )
  const groups = useQuery(api.mappings.groups.queryOptions({ input: { sandbox, limit: 1 } }))
  return guideSteps({
    app,
    attributes: profile.data?.attributes ?? [],
    lints: profile.data?.lints ?? [],
    arrived: groups.data?.total ?? 0,
  })
}

interface StepProps {
  step: GuideStep
  number: number
  app: App | null
  isNext: boolean
}

const stateWords = { done: 'done', todo: 'to do', attention: 'look at this' }

function Step({ step: { id, title, where, state, text }, number, app, isNext }: StepProps) {
  const sandbox = useSandbox()
  const link = useLink(id, app)
  const act = useOktaCall(() => doStep(id, sandbox, app))
  const canDo = id !== 'look' && state !== 'done' && (app !== null || id === 'create')
  return (
    <li className={classes.step} data-state={state}>
      <span className={classes.mark}>
        {state === 'done' ? <Check size={14} aria-hidden /> : number}
      </span>
      <div>
        <h3>
          {title}
          {state !== 'todo' && <Chip tone={state === 'done' ? 'good' : 'warn'}>{stateWords[state]}</Chip>}
        </h3>
        <p>{text}</p>
        <p className={classes.where}>{link === null ? where : <Link to={link}>{where}</Link>}</p>
      </div>
      <div className={classes.act}>
        {canDo && (
          <Button
            variant={isNext ? 'filled' : 'default'}
            aria-label={`Do it for me: ${title}`}
            loading={act.isPending}
            onClick={() => act.mutate()}
          >
            Do it for me
          </Button>
        )}
      </div>
      {act.error !== null && <ProblemNote error={act.error} />}
      {act.data !== undefined && act.data !== null && (
        <Note tone={act.data.ok ? 'info' : 'warn'}>{act.data.text}</Note>
      )}
    </li>
  )
}

/** Where a step is done by hand; null while there is no app to do it in. */
function useLink(id: GuideStepId, app: App | null): string | null {
  const to = useTo()
  if (id === 'create') return to('settings', 'tokens')
  if (id === 'look') return to('provisioning', 'groups')
  if (app === null) return null
  const at = (tab: string) => to('okta', 'apps', app.id, tab)
  const links = {
    integration: `${at('provisioning')}?part=integration`,
    required: at('profile'),
    roles: at('profile'),
    enable: `${at('provisioning')}?part=to-app`,
    assign: at('assignments'),
    push: at('push-groups'),
  }
  return links[id]
}
