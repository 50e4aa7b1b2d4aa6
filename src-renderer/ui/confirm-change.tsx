import type { ReactNode } from 'react'
import type { Change } from '../../src-shared/api/changes.ts'
import { useRefreshProvisioning } from '../lib/provisioning.ts'
import { Dialog } from './dialog.tsx'
import { WhatIf } from './what-if.tsx'

interface Props {
  title: string
  confirm: string
  /** What the preview is asked about: the same as `perform` does. */
  change: Change
  perform: () => Promise<unknown>
  danger?: boolean
  disabled?: boolean
  onClose: () => void
  /** Called once it is done, before the lists are fetched anew. */
  onDone?: () => void
  children?: ReactNode
}

/** A change of provisioning, with what it would do before it is done. */
export function ConfirmChange({ change, perform, onDone, children, ...dialog }: Props) {
  const refresh = useRefreshProvisioning()
  const act = async () => {
    await perform()
    onDone?.()
    await refresh()
  }
  return (
    <Dialog {...dialog} size="560px" onConfirm={act}>
      {children}
      {dialog.disabled !== true && <WhatIf change={change} />}
    </Dialog>
  )
}
