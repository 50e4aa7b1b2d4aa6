import { Button } from '@mantine/core'
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Tunnel } from '../../../src-shared/api/tunnel.ts'
import type { Check } from '../../../src-shared/domain/tunnel.ts'
import { client } from '../../lib/api.ts'
import { useTunnelCall } from '../../lib/tunnel.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './connect.module.css'

const outcomes = {
  ok: { Icon: CircleCheck, words: 'passed' },
  warn: { Icon: TriangleAlert, words: 'warning' },
  bad: { Icon: CircleAlert, words: 'failed' },
  later: { Icon: CircleDashed, words: 'later' },
}

type HostKey = NonNullable<Check['hostKey']>

/** Step 2: what must hold, what was found, and the provider's own words. */
export function Preflight({ tunnel: { checks, output } }: { tunnel: Tunnel }) {
  const [asking, setAsking] = useState<HostKey | null>(null)
  return (
    <Section title="2. Preflight" description={checks.length === 0 ? 'Nothing was checked yet. Check, or start.' : undefined}>
      <ul className={classes.checks} aria-label="Checks">
        {checks.map((check) => (
          <CheckRow key={check.id} check={check} onTrust={setAsking} />
        ))}
      </ul>
      {output.length > 0 && (
        <details className={classes.output}>
          <summary>What the provider wrote</summary>
          <pre tabIndex={0}>{output.join('\n')}</pre>
        </details>
      )}
      {asking !== null && <TrustDialog hostKey={asking} onClose={() => setAsking(null)} />}
    </Section>
  )
}

function CheckRow({ check, onTrust }: { check: Check; onTrust: (hostKey: HostKey) => void }) {
  const { title, text, outcome, hostKey } = check
  const { Icon, words } = outcomes[outcome]
  return (
    <li data-outcome={outcome} aria-label={`${title}: ${words}`}>
      <Icon size={16} aria-hidden />
      <div>
        <strong>
          {title} <span className={classes.outcome}>{words}</span>
        </strong>
        <p>{text}</p>
      </div>
      {hostKey !== undefined && (
        <Button onClick={() => onTrust(hostKey)}>{hostKey.trusted === null ? 'Trust this key' : 'Replace the key'}</Button>
      )}
    </li>
  )
}

function TrustDialog({ hostKey: { fingerprint, trusted }, onClose }: { hostKey: HostKey; onClose: () => void }) {
  const trust = useTunnelCall(async () => {
    await client.tunnel.trustHostKey({ fingerprint })
    return client.tunnel.preflight()
  })
  return (
    <Dialog
      title={trusted === null ? 'Trust this host key?' : 'Trust another host key?'}
      confirm="Trust"
      danger={trusted !== null}
      onConfirm={() => trust.mutateAsync()}
      onClose={onClose}
    >
      <p>Compare it with the fingerprint that the admin of the host knows. Whoever has this key gets what Okta sends.</p>
      <code className={classes.fingerprint}>{fingerprint}</code>
      {trusted !== null && (
        <p>
          Until now it was <code className={classes.fingerprint}>{trusted}</code>
        </p>
      )}
      <CommandLine words={['tunnel', 'trust', fingerprint]} />
    </Dialog>
  )
}
