import { Button, PasswordInput, Switch } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Tunnel } from '../../../src-shared/api/tunnel.ts'
import { type ProviderSettings, providerNames } from '../../../src-shared/domain/tunnel.ts'
import { client } from '../../lib/api.ts'
import { useTunnelCall } from '../../lib/tunnel.ts'
import { CommandLine } from '../../ui/command-line.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { Section } from '../../ui/section.tsx'
import classes from './connect.module.css'
import { ProviderFieldset } from './provider-fields.tsx'
import { fieldsOf, type ProviderFields, settingsOf, startWords } from './provider-form.ts'

/** Step 1: who carries Okta's requests here; checked and started from the same form. */
export function Provider({ tunnel }: { tunnel: Tunnel }) {
  const isOn = tunnel.state !== 'off' && tunnel.state !== 'failed'
  return (
    <Section
      title="1. Provider"
      description="Who carries Okta's requests to this machine. Only the SCIM listener is forwarded to, never the console."
    >
      {isOn && tunnel.settings !== null ? <Running tunnel={tunnel} settings={tunnel.settings} /> : <ProviderForm tunnel={tunnel} />}
    </Section>
  )
}

function Running({ tunnel, settings }: { tunnel: Tunnel; settings: ProviderSettings }) {
  const stop = useTunnelCall(() => client.tunnel.stop())
  const check = useTunnelCall(() => client.tunnel.preflight())
  return (
    <div className={classes.form}>
      <p>
        {providerNames[settings.kind]}
        {settings.kind === 'ssh' && `: ${settings.user}@${settings.host}:${settings.port}`}
        {tunnel.rehearsal && ', rehearsal without Okta'}
      </p>
      <div className={classes.buttons}>
        <Button variant="danger" loading={stop.isPending} onClick={() => stop.mutate()}>
          Stop the tunnel
        </Button>
        {tunnel.state === 'up' && (
          <Button loading={check.isPending} onClick={() => check.mutate()}>
            Check again
          </Button>
        )}
      </div>
      {stop.error !== null && <ProblemNote error={stop.error} />}
      {check.error !== null && <ProblemNote error={check.error} />}
      <CommandLine words={['tunnel', 'stop']} />
    </div>
  )
}

function ProviderForm({ tunnel }: { tunnel: Tunnel }) {
  const [fields, setFields] = useState(() => fieldsOf(tunnel.settings))
  const [rehearsal, setRehearsal] = useState(tunnel.rehearsal)
  const [secret, setSecret] = useState('')
  const { settings, problems } = settingsOf(fields)
  const [known, setKnown] = useState(tunnel.settings)
  // Chosen elsewhere meanwhile, such as by the command line: the form shows what was started, not what it held before.
  if (tunnel.settings !== known) {
    setKnown(tunnel.settings)
    if (JSON.stringify(tunnel.settings) !== JSON.stringify(settings)) setFields(fieldsOf(tunnel.settings))
    setRehearsal(tunnel.rehearsal)
  }
  const configure = async (wanted: ProviderSettings) => {
    await client.tunnel.configure({ settings: wanted, rehearsal, ...(secret !== '' && { secret }) })
    setSecret('')
  }
  const check = useTunnelCall(async (wanted: ProviderSettings) => {
    await configure(wanted)
    return client.tunnel.preflight()
  })
  const start = useTunnelCall(async (wanted: ProviderSettings) => {
    await configure(wanted)
    return client.tunnel.start()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (settings !== null) start.mutate(settings)
  }
  const secretName = nameOfSecret(fields)
  const isKept = tunnel.hasSecret && tunnel.settings?.kind === fields.kind
  return (
    <form className={classes.form} onSubmit={submit}>
      <ProviderFieldset
        fields={fields}
        problems={problems ?? {}}
        set={(change) => setFields((before) => ({ ...before, ...change }))}
      />
      {secretName !== null && (
        <PasswordInput
          label={secretName}
          description={isKept ? 'One is kept; type to replace it.' : 'Kept with the tokens of the sandboxes, and never shown again.'}
          autoComplete="off"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
      <Switch
        label="Rehearse without Okta"
        description="Goes on where Okta would refuse the public URL: plain http, a certificate that is not trusted, or no answer from here."
        checked={rehearsal}
        onChange={(event) => setRehearsal(event.currentTarget.checked)}
      />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" disabled={settings === null} loading={start.isPending}>
          Start the tunnel
        </Button>
        <Button
          disabled={settings === null}
          loading={check.isPending}
          onClick={() => settings !== null && check.mutate(settings)}
        >
          Check
        </Button>
      </div>
      {check.error !== null && <ProblemNote error={check.error} />}
      {start.error !== null && <ProblemNote error={start.error} />}
      {settings !== null && <CommandLine words={startWords(settings, rehearsal)} />}
    </form>
  )
}

function nameOfSecret({ kind, authentication }: ProviderFields): string | null {
  if (kind === 'ngrok') return 'Authtoken'
  if (kind !== 'ssh') return null
  return authentication === 'password' ? 'Password' : authentication === 'key' ? 'Passphrase, where the key has one' : null
}
