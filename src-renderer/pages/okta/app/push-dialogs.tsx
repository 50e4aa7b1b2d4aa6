import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { ruleFields, ruleOperators, type PushRule } from '../../../../src-shared/api/okta/push-groups.ts'
import { api, client } from '../../../lib/api.ts'
import { plural } from '../../../lib/format.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ManyPicker, type Choice } from '../../../ui/many-picker.tsx'
import okta from '../okta.module.css'

interface OfApp {
  app: App
  onClose: () => void
}

export function PushByName({ app, onClose }: OfApp) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [chosen, setChosen] = useState<Choice[]>([])
  const [pushNow, setPushNow] = useState(true)
  const push = async () => {
    await client.okta.pushGroups.byName({ sandbox, appId: app.id, groupIds: chosen.map(({ id }) => id), pushNow })
    await refresh()
  }
  return (
    <Dialog
      title="Push groups by name"
      confirm={chosen.length === 0 ? 'Save' : `Save ${plural(chosen.length, 'group')}`}
      size="560px"
      disabled={chosen.length === 0}
      onConfirm={push}
      onClose={onClose}
    >
      <ManyPicker
        label="Groups"
        query={(search, limit) =>
          api.okta.groups.list.queryOptions({ input: { sandbox, search, limit, notPushedTo: app.id } })
        }
        choiceOf={({ id, name, members }) => ({ id, text: name, detail: plural(members, 'person', 'people') })}
        chosen={chosen}
        onChange={setChosen}
        none="Every group is pushed already, or there is none."
      />
      <Checkbox
        label="Push group memberships immediately"
        description="Otherwise the next change of its members sends it."
        checked={pushNow}
        onChange={(event) => setPushNow(event.currentTarget.checked)}
      />
      <p>Only members who are assigned to {app.label}, provisioned and active are sent. The others are left out silently.</p>
    </Dialog>
  )
}

export function PushByRule({ app, onClose }: OfApp) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [rule, setRule] = useState<Pick<PushRule, 'field' | 'operator' | 'value'>>({
    field: 'name',
    operator: 'starts with',
    value: '',
  })
  const change = (part: Partial<typeof rule>) => setRule((before) => ({ ...before, ...part }))
  const push = async () => {
    await client.okta.pushGroups.byRule({ sandbox, appId: app.id, ...rule, value: rule.value.trim() })
    await refresh()
  }
  return (
    <Dialog
      title="Push groups by rule"
      confirm="Save"
      disabled={rule.value.trim() === ''}
      onConfirm={push}
      onClose={onClose}
    >
      <div className={okta.two}>
        <NativeSelect
          label="Group"
          value={rule.field}
          onChange={(event) => change({ field: event.currentTarget.value as PushRule['field'] })}
          data={[...ruleFields]}
        />
        <NativeSelect
          label="Condition"
          value={rule.operator}
          onChange={(event) => change({ operator: event.currentTarget.value as PushRule['operator'] })}
          data={[...ruleOperators]}
        />
      </div>
      <TextInput
        label="Value"
        placeholder="eng-"
        value={rule.value}
        onChange={(event) => change({ value: event.currentTarget.value })}
        maxLength={255}
        spellCheck={false}
        data-autofocus
        required
      />
      <p>Every group the rule finds is pushed with its members, now and when one appears later.</p>
    </Dialog>
  )
}
