import type { ConflictAnswer } from '../../../src-shared/domain/provisioning.ts'
import { client } from '../../lib/api.ts'
import type { Card } from '../../lib/conflict-cards.ts'
import { plural } from '../../lib/format.ts'
import { useSandbox } from '../../lib/place.ts'
import { ConfirmChange } from '../../ui/confirm-change.tsx'
import { useToast } from '../../ui/toast.tsx'

const words = {
  keepCurrent: ['Keep Current', 'They stay where they are.'],
  useIncoming: ['Use Incoming', 'They move to where the incoming group puts them.'],
} as const

/** One answer to many cards at once. */
export function AnswerDialog({
  answer,
  cards,
  onDone,
  onClose,
}: {
  answer: ConflictAnswer
  cards: Card[]
  onDone: () => void
  onClose: () => void
}) {
  const sandbox = useSandbox()
  const toast = useToast()
  const [verb, does] = words[answer]
  const perform = async () => {
    const { answered, settledAlready } = await client.conflicts.answer({ sandbox, cards, answer })
    const skipped = settledAlready === 0 ? '' : ` ${settledAlready} were settled by an earlier answer.`
    toast(`${plural(answered, 'conflict')} answered.${skipped}`)
  }
  return (
    <ConfirmChange
      title={`${verb} for ${plural(cards.length, 'conflict')}?`}
      confirm={verb}
      change={{ action: 'answerConflicts', cards, answer }}
      perform={perform}
      onDone={onDone}
      onClose={onClose}
    >
      <p>{does} The answers are remembered: the same combination never raises again.</p>
    </ConfirmChange>
  )
}
