import { Menu, UnstyledButton } from '@mantine/core'
import { Check, ChevronDown, Copy, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'
import { pathOf } from '../lib/place.ts'
import { SandboxDialog, type SandboxAction } from '../ui/sandbox-dialog.tsx'
import classes from './header.module.css'

/** Moves between sandboxes, and makes, renames, duplicates and deletes them. */
export function SandboxSwitcher({ sandbox, sandboxes }: { sandbox: Sandbox; sandboxes: Sandbox[] }) {
  const [action, setAction] = useState<SandboxAction | null>(null)
  const navigate = useNavigate()
  return (
    <>
      <Menu width={280}>
        <Menu.Target>
          <UnstyledButton className={classes.switcher} aria-label={`Sandbox: ${sandbox.name}`}>
            <span className="cut" title={sandbox.name}>
              {sandbox.name}
            </span>
            <ChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflow: 'auto' }}>
          <Menu.Label>Sandboxes</Menu.Label>
          {sandboxes.map(({ slug, name }) => (
            <Menu.Item
              key={slug}
              onClick={() => void navigate(pathOf(slug))}
              rightSection={
                slug === sandbox.slug ? (
                  <Check size={14} aria-label="open" />
                ) : (
                  <span className={classes.slug}>{slug}</span>
                )
              }
            >
              <span className="cut" style={{ display: 'block' }} title={name}>
                {name}
              </span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Plus size={14} aria-hidden />} onClick={() => setAction('create')}>
            New sandbox…
          </Menu.Item>
          <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => setAction('rename')}>
            Rename…
          </Menu.Item>
          <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={() => setAction('duplicate')}>
            Duplicate…
          </Menu.Item>
          {!sandbox.isDefault && (
            <Menu.Item leftSection={<Trash2 size={14} aria-hidden />} onClick={() => setAction('delete')}>
              Delete…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {action !== null && <SandboxDialog action={action} sandbox={sandbox} onClose={() => setAction(null)} />}
    </>
  )
}
