import { useState, type ComponentType } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { useQueryValue } from '../../../lib/place.ts'
import { SubTabs } from '../sub-tabs.tsx'
import { Integration } from './integration.tsx'
import { ToApp } from './to-app.tsx'
import { ToOkta } from './to-okta.tsx'

const parts: { value: string; label: string; Part: ComponentType<{ app: App }> }[] = [
  { value: 'to-app', label: 'To App', Part: ToApp },
  { value: 'to-okta', label: 'To Okta', Part: ToOkta },
  { value: 'integration', label: 'Integration', Part: Integration },
]

/** Provisioning, with Okta's three settings pages. Integration comes first while there is no credential. */
export function Provisioning({ app }: { app: App }) {
  // What comes first stays so while one works: storing the credential does not turn the page.
  const [first] = useState(app.hasCredential ? 'to-app' : 'integration')
  const [part, setPart] = useQueryValue('part', first)
  const chosen = parts.find(({ value }) => value === part) ?? parts[0]
  return (
    <SubTabs label="Settings" value={chosen?.value ?? ''} options={parts} onChange={setPart}>
      {chosen !== undefined && <chosen.Part key={app.id} app={app} />}
    </SubTabs>
  )
}
