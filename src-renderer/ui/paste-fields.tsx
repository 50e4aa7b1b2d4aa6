import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import { useTo } from '../lib/place.ts'
import { CopyButton } from './copy-button.tsx'
import classes from './paste-fields.module.css'

/** What goes into fields of Okta, under Okta's own labels. */
export function PasteFields({ children }: { children: ReactNode }) {
  return <dl className={classes.fields}>{children}</dl>
}

export function PasteField({ name, children, action }: { name: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.field}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{children}</span>
        {action}
      </dd>
    </div>
  )
}

/** `userName`, in every application of TestMu AI. */
export function UniqueIdentifierField() {
  return (
    <PasteField
      name="Unique identifier field for users"
      action={<CopyButton text="userName" label="Copy unique identifier field" />}
    >
      <code>userName</code>
    </PasteField>
  )
}

/** The token, masked until it is wanted; null where no copy is left. */
export function TokenField({ token, name = 'Bearer token' }: { token: string | null; name?: string }) {
  const to = useTo()
  if (token !== null) return <KnownToken token={token} name={name} />
  const rotate = (
    <Button component={Link} to={to('settings', 'tokens')}>
      Rotate
    </Button>
  )
  return (
    <PasteField name={name} action={rotate}>
      <span className="small">This token cannot be shown again. Rotate it to get a new one.</span>
    </PasteField>
  )
}

function KnownToken({ token, name }: { token: string; name: string }) {
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  const label = shown ? 'Hide token' : 'Show token'
  return (
    <PasteField
      name={name}
      action={
        <>
          <Tooltip label={label}>
            <ActionIcon aria-label={label} onClick={() => setShown(!shown)}>
              <Icon size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <CopyButton text={token} label="Copy token" />
        </>
      }
    >
      <code data-testid="token">{shown ? token : '•'.repeat(24)}</code>
    </PasteField>
  )
}
