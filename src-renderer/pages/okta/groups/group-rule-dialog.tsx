import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, client } from '../../../lib/api.ts'
import { useRefreshOkta } from '../../../lib/okta.ts'
import { useSandbox } from '../../../lib/place.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ManyPicker, type Choice } from '../../../ui/many-picker.tsx'
import classes from '../okta.module.css'

const examples = ['user.department == "Engineering"', 'String.startsWith(user.login, "qa-")']

/** IF the expression is true THEN the person is in the group. */
export function AddGroupRule({ onClose }: { onClose: () => void }) {
  const sandbox = useSandbox()
  const refresh = useRefreshOkta()
  const [name, setName] = useState('')
  const [expression, setExpression] = useState('')
  const [group, setGroup] = useState<Choice[]>([])
  const [activate, setActivate] = useState(true)
  const groupId = group[0]?.id ?? ''
  const create = async () => {
    await client.okta.groupRules.create({ sandbox, name, expression, groupId, activate })
    await refresh()
  }
  return (
    <Dialog
      title="Add rule"
      confirm="Save"
      size="560px"
      disabled={name.trim() === '' || expression.trim() === '' || groupId === ''}
      onConfirm={create}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={50}
        required
      />
      <Textarea
        label="IF"
        description="In Okta’s expression language, over user. For example:"
        value={expression}
        onChange={(event) => setExpression(event.currentTarget.value)}
        maxLength={1024}
        rows={2}
        spellCheck={false}
        classNames={{ input: 'code' }}
        required
      />
      <div className={classes.buttons}>
        {examples.map((example) => (
          <Button
            key={example}
            variant="subtle"
            size="compact-xs"
            aria-label={`Use the example ${example}`}
            onClick={() => setExpression(example)}
          >
            <code>{example}</code>
          </Button>
        ))}
      </div>
      <ManyPicker
        single
        label="THEN assign to"
        query={(search, limit) => api.okta.groups.list.queryOptions({ input: { sandbox, search, limit } })}
        choiceOf={({ id, name: text, description }) => ({ id, text, detail: description })}
        chosen={group}
        onChange={setGroup}
        none="There is no group yet."
      />
      <Checkbox
        label="Activate now"
        description="An inactive rule puts nobody anywhere."
        checked={activate}
        onChange={(event) => setActivate(event.currentTarget.checked)}
      />
    </Dialog>
  )
}
