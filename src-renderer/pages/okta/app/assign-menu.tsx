import { Button, Menu } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { AssignGroup, AssignPeople } from './assign-dialogs.tsx'

/** Okta's Assign button. */
export function AssignMenu({ app }: { app: App }) {
  const [asking, setAsking] = useState<'people' | 'group' | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="filled" rightSection={<ChevronDown size={14} aria-hidden />}>
            Assign
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('people')}>Assign to People</Menu.Item>
          <Menu.Item onClick={() => setAsking('group')}>Assign to Groups</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'people' && <AssignPeople app={app} onClose={close} />}
      {asking === 'group' && <AssignGroup app={app} onClose={close} />}
    </>
  )
}
