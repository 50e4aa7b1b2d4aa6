import { Link } from 'react-router'
import type { Assignment, UserDetail } from '../../../src-shared/api/users.ts'
import { entityKindNames } from '../../../src-shared/domain/provisioning.ts'
import { assignmentWords } from '../../lib/assignment-words.ts'
import { useTo } from '../../lib/place.ts'
import { Chip, Source } from '../../ui/chip.tsx'
import classes from './users.module.css'

/** Where a user is, and the claims of groups that do not apply, each with its reason. */
export function Assignments({ user: { row, assignments } }: { user: UserDetail }) {
  const to = useTo()
  const placed = assignments.filter((each) => assignmentWords(each).applies)
  const others = assignments.filter((each) => !assignmentWords(each).applies)
  return (
    <div className={classes.places}>
      <Places title={row.active ? 'Is in' : 'Is in, though inactive'} of={placed} userName={row.userName} />
      {others.length > 0 && <Places title="Claims that do not apply" of={others} userName={row.userName} />}
      <p className="small">
        <Link to={`${to('provisioning', 'flow')}?user=${encodeURIComponent(row.id)}`}>See it in the flow picture</Link>
      </p>
    </div>
  )
}

function Places({ title, of, userName }: { title: string; of: Assignment[]; userName: string }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {of.map((assignment) => (
          <Place
            key={`${assignment.kind} ${assignment.entityId} ${assignment.via?.mappingId ?? ''}`}
            of={assignment}
            userName={userName}
          />
        ))}
      </ul>
    </section>
  )
}

function Place({ of: assignment, userName }: { of: Assignment; userName: string }) {
  const to = useTo()
  const { kind, entityId, name, state, sentence, rule, tag, via } = assignment
  const { applies, word, attention } = assignmentWords(assignment)
  return (
    <li className={classes.place} data-applies={applies}>
      <span className={classes.placeHead}>
        <span className="muted">{entityKindNames[kind]}</span>
        <strong className="cut" title={name}>
          <Link to={`${to('provisioning', 'entities', String(entityId))}?kind=${kind}`}>{name}</Link>
        </strong>
        {word !== '' && <Chip tone={attention ? 'warn' : 'outline'}>{word}</Chip>}
      </span>
      <p>{sentence}</p>
      <span className={classes.placeLinks}>
        <Source rule={rule} tag={tag} />
        {via !== null && <Link to={to('provisioning', 'groups', via.groupId)}>Mapping of {via.displayName}</Link>}
        {state === 'conflict' && (
          <Link to={`${to('provisioning', 'conflicts')}?search=${encodeURIComponent(userName)}`}>
            Resolve the conflict
          </Link>
        )}
      </span>
    </li>
  )
}
