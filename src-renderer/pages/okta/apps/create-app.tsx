import { NativeSelect, Radio, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type AppKind, appKinds } from '../../../../src-shared/domain/okta.ts'
import type { Target } from '../../../../src-shared/api/okta/apps.ts'
import { api, client } from '../../../lib/api.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import classes from './apps.module.css'

const kindWords: Record<AppKind, [string, string]> = {
  AIW: ['Custom app, made with the App Integration Wizard (AIW)', 'Updates with GET and PUT of the whole user or group.'],
  OIN: ['From the catalogue, Okta Integration Network (OIN)', 'Deactivates users and changes groups with PATCH.'],
}

/** Applications › Create app integration. */
export function CreateApp({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [label, setLabel] = useState('TestMu AI')
  const [kind, setKind] = useState<AppKind>('AIW')
  const [target, setTarget] = useState<Target>({ kind: 'self', sandbox })
  const create = async () => {
    const { id } = await client.okta.apps.create({ sandbox, label, kind, target })
    await refresh()
    onMade(id)
  }
  return (
    <Dialog
      title="Create app integration"
      confirm="Create"
      size="560px"
      disabled={label.trim() === '' || (target.kind === 'url' && target.baseUrl.trim() === '')}
      onConfirm={create}
      onClose={onClose}
    >
      <TextInput
        label="Application label"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        maxLength={100}
        data-autofocus
        required
      />
      <fieldset className={classes.kinds}>
        <legend>Kind of app</legend>
        {appKinds.map((one) => (
          <Radio
            key={one}
            label={kindWords[one][0]}
            description={kindWords[one][1]}
            name="kind"
            size="xs"
            checked={kind === one}
            onChange={() => setKind(one)}
          />
        ))}
      </fieldset>
      <TargetFields value={target} onChange={setTarget} />
    </Dialog>
  )
}

/** Where an app points: a sandbox of this Scimbox, or any Base URL. */
export function TargetFields({ value, onChange }: { value: Target; onChange: (target: Target) => void }) {
  const here = useSandbox()
  const { data } = useQuery(api.sandboxes.list.queryOptions())
  const chosen = value.kind === 'url' ? '' : value.sandbox
  return (
    <>
      <NativeSelect
        label="Points at"
        value={chosen}
        onChange={(event) => {
          const { value: sandbox } = event.currentTarget
          onChange(sandbox === '' ? { kind: 'url', baseUrl: '' } : { kind: 'self', sandbox })
        }}
        data={[
          { value: here, label: 'This sandbox' },
          ...(data ?? []).filter(({ slug }) => slug !== here).map(({ slug, name }) => ({ value: slug, label: `Sandbox ${name}` })),
          { value: '', label: 'Another SCIM Base URL' },
        ]}
      />
      {value.kind === 'url' && (
        <TextInput
          label="Base URL"
          description="http or https, without /Users."
          placeholder="https://scim.example.test/v2"
          value={value.baseUrl}
          onChange={(event) => onChange({ kind: 'url', baseUrl: event.currentTarget.value })}
          maxLength={2000}
          type="url"
          spellCheck={false}
          required
        />
      )}
    </>
  )
}
