import type { ComponentType } from 'react'
import { Link, useParams } from 'react-router'
import { desktop } from '../../lib/desktop.ts'
import { useTo } from '../../lib/place.ts'
import { Page } from '../../ui/page.tsx'
import { Appearance } from './appearance.tsx'
import { Automation } from './automation.tsx'
import { Clock } from './clock.tsx'
import { Organization } from './organization.tsx'
import { Profile } from './profile.tsx'
import { Recording } from './recording.tsx'
import { Sandboxes } from './sandboxes.tsx'
import classes from './settings.module.css'
import { Tokens } from './tokens.tsx'

const parts: { id: string; label: string; Part: ComponentType }[] = [
  { id: 'profile', label: 'Behaviour profile', Part: Profile },
  { id: 'organization', label: 'Organization', Part: Organization },
  { id: 'tokens', label: 'Tokens', Part: Tokens },
  { id: 'recording', label: 'Recording', Part: Recording },
  { id: 'clock', label: 'Clock', Part: Clock },
  { id: 'appearance', label: 'Appearance', Part: Appearance },
  { id: 'sandboxes', label: 'Sandboxes', Part: Sandboxes },
  ...(desktop === undefined ? [] : [{ id: 'automation', label: 'Automation', Part: Automation }]),
]

/** How the sandbox behaves and who may call it. */
export function SettingsPage() {
  const to = useTo()
  const { part = 'profile' } = useParams()
  const chosen = parts.find(({ id }) => id === part) ?? parts[0]
  return (
    <Page title="Settings">
      <div className={classes.layout}>
        <nav aria-label="Settings" className={classes.parts}>
          {parts.map(({ id, label }) => (
            <Link
              key={id}
              to={to('settings', id)}
              className={classes.part}
              aria-current={id === chosen?.id ? 'page' : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className={classes.body}>{chosen !== undefined && <chosen.Part />}</div>
      </div>
    </Page>
  )
}
