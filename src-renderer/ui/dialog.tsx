import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import classes from './dialog.module.css'
import { ProblemNote } from './note.tsx'

interface Props {
  title: string
  /** The verb of the button that does it. */
  confirm: string
  danger?: boolean
  disabled?: boolean
  size?: string
  /** Resolves when it is done; a rejection is shown in the dialog, which stays open. */
  onConfirm: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
}

/** A question with one answer that acts. Enter confirms, Escape leaves. */
export function Dialog({
  title,
  confirm,
  danger = false,
  disabled = false,
  size = '460px',
  onConfirm,
  onClose,
  children,
}: Props) {
  const action = useMutation({ mutationFn: onConfirm, onSuccess: onClose })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (!disabled) action.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={title} size={size}>
      <form onSubmit={submit} className={classes.form}>
        {children}
        {action.error !== null && <ProblemNote error={action.error} />}
        <div className={classes.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant={danger ? 'danger' : 'filled'} disabled={disabled} loading={action.isPending}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
