import { Button, Menu } from '@mantine/core'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import { PushByName, PushByRule } from './push-dialogs.tsx'
import { LinkGroup } from './link-group.tsx'

/** Okta's Push Groups button. */
export function PushMenu({ app }: { app: App }) {
  const [asking, setAsking] = useState<'name' | 'rule' | 'link' | null>(null)
  const close = () => setAsking(null)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="filled" rightSection={<ChevronDown size={14} aria-hidden />}>
            Push Groups
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('name')}>Find groups by name</Menu.Item>
          <Menu.Item onClick={() => setAsking('rule')}>Find groups by rule</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setAsking('link')}>Link group</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking === 'name' && <PushByName app={app} onClose={close} />}
      {asking === 'rule' && <PushByRule app={app} onClose={close} />}
      {asking === 'link' && <LinkGroup app={app} onClose={close} />}
    </>
  )
}
