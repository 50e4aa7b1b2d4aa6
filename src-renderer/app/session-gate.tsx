import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { redeemCode, signIn, useSession } from '../lib/session.ts'
import { Note } from '../ui/note.tsx'
import classes from './session-gate.module.css'

let redeeming: Promise<void> | undefined

/** Shows the console to who may see it, and the way in to everyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSession()
  useEffect(() => {
    // A one-time code works once, and a strict render runs this twice.
    if (session === 'redeeming') redeeming ??= redeemCode()
  }, [session])
  if (session === 'redeeming')
    return (
      <p className={classes.wait} role="status">
        Opening the console…
      </p>
    )
  return session === 'signed-in' ? children : <SignIn />
}

function SignIn() {
  const [token, setToken] = useState('')
  const queries = useQueryClient()
  const enter = useMutation({
    mutationFn: () => signIn({ token: token.trim() }),
    onSuccess: () => queries.resetQueries(),
  })
  return (
    <main className={classes.page}>
      <form
        className={classes.card}
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate()
        }}
      >
        <img src="/icon.svg" alt="" width={32} height={32} />
        <h1>Sign in to Scimbox</h1>
        <p>
          The console is only for the person who started it. The link in the terminal signs in once; the console token,
          printed below it, always.
        </p>
        <PasswordInput
          label="Console token"
          description="In the terminal: printed when Scimbox started, new with every start."
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': 'Show the console token' }}
        />
        {enter.error !== null && (
          <Note tone="bad" title={enter.error.message}>
            A new one is made at every start.
          </Note>
        )}
        <Button type="submit" variant="filled" disabled={token.trim() === ''} loading={enter.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  )
}
