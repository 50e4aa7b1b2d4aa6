import { Button, Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Conflict } from '../../../src-shared/api/conflicts.ts'
import { type ConflictAnswer, entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import { client } from '../../lib/api.ts'
import { cardOf } from '../../lib/conflict-cards.ts'
import { useSandbox, useTo } from '../../lib/place.ts'
import { useRefreshProvisioning } from '../../lib/provisioning.ts'
import { ActiveChip, Chip } from '../../ui/chip.tsx'
import { ProblemNote } from '../../ui/note.tsx'
import { useToast } from '../../ui/toast.tsx'
import { WhatIf } from '../../ui/what-if.tsx'
import classes from './conflicts.module.css'

interface Props {
  conflict: Conflict
  picked: boolean
  onPick: (on: boolean) => void
}

/** One user, two claims, two answers. */
export function ConflictCard({ conflict, picked, onPick }: Props) {
  const to = useTo()
  const answer = useAnswer(conflict)
  const [looking, setLooking] = useState(false)
  const { userId, userName, active, type, sentence, rule } = conflict
  return (
    <article className={classes.card} aria-label={`${type} conflict of ${userName}`} data-picked={picked}>
      <header className={classes.head}>
        <Checkbox
          aria-label={`Select the conflict of ${userName}`}
          checked={picked}
          onChange={(event) => onPick(event.currentTarget.checked)}
        />
        <h3 className="cut" title={userName}>
          <Link to={`${to('users', userId)}?tab=assignments`}>{userName}</Link>
        </h3>
        {!active && <ActiveChip active={false} />}
        <span className={classes.gap} />
        <Chip tone="warn">{type}</Chip>
      </header>
      <div className={classes.sides}>
        <Side name="Current" side={conflict.current} />
        <Side name="Incoming" side={conflict.incoming} />
      </div>
      <p className={classes.sentence}>
        {sentence} <Chip tone="outline">{rule}</Chip>
      </p>
      {answer.error !== null && <ProblemNote error={answer.error} />}
      <div className={classes.actions}>
        <Button loading={answer.isPending} onClick={() => answer.mutate('keepCurrent')}>
          Keep Current
        </Button>
        <Button loading={answer.isPending} onClick={() => answer.mutate('useIncoming')}>
          Use Incoming
        </Button>
        <Button variant="subtle" aria-expanded={looking} onClick={() => setLooking(!looking)}>
          What if…
        </Button>
      </div>
      {looking && <BothAnswers conflict={conflict} />}
    </article>
  )
}

function Side({ name, side }: { name: string; side: Conflict['current'] }) {
  const to = useTo()
  return (
    <section className={classes.side} data-incoming={name === 'Incoming'} aria-label={name}>
      <h4>{name}</h4>
      <strong className="cut" title={side.entity}>
        {side.entity}
      </strong>
      <span className="muted">{entityKindNames[side.kind]}</span>
      <span className="cut" title={side.displayName}>
        by group <Link to={to('provisioning', 'groups', side.groupId)}>{side.displayName}</Link>
      </span>
    </section>
  )
}

function BothAnswers({ conflict }: { conflict: Conflict }) {
  const change = { action: 'answerConflicts' as const, cards: [cardOf(conflict)] }
  return (
    <div className={classes.answers}>
      <WhatIf label="Preview effect of Keep Current" change={{ ...change, answer: 'keepCurrent' }} />
      <WhatIf label="Preview effect of Use Incoming" change={{ ...change, answer: 'useIncoming' }} />
    </div>
  )
}

function useAnswer(conflict: Conflict) {
  const sandbox = useSandbox()
  const refresh = useRefreshProvisioning()
  const toast = useToast()
  return useMutation({
    mutationFn: async (answer: ConflictAnswer) => {
      await client.conflicts.answer({ sandbox, cards: [cardOf(conflict)], answer })
      toast(`${answer === 'keepCurrent' ? 'Kept current' : 'Used incoming'} for ${conflict.userName}; remembered.`)
      await refresh()
    },
  })
}
