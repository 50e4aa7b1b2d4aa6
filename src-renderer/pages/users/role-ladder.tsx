import { Link } from 'react-router'
import type { RoleWhy } from '../../../src-shared/api/users.ts'
import { roles } from '../../../src-shared/domain/roles.ts'
import { useTo } from '../../lib/place.ts'
import { Chip, TagChip } from '../../ui/chip.tsx'
import classes from './users.module.css'

type Contributor = RoleWhy['contributors'][number]

/** Admin, User, Guest, with every contributor on its rung, and the sentence that decides. */
export function RoleLadder({ why }: { why: RoleWhy }) {
  return (
    <div className={classes.why}>
      <p className={classes.sentence}>{why.sentence}</p>
      <ol className={classes.ladder} aria-label="Role ladder, highest first">
        {roles.toReversed().map((role) => {
          const here = why.contributors.filter((contributor) => contributor.role === role)
          return (
            <li key={role} className={classes.rung} data-current={role === why.role}>
              <div className={classes.rungName}>
                {role}
                {role === why.role && <span className={classes.now}>effective</span>}
              </div>
              <ul className={classes.contributors}>
                {here.length === 0 && <li className="muted small">Nothing gives {role}.</li>}
                {here.map((contributor) => (
                  <Source key={`${contributor.source} ${contributor.label}`} of={contributor} />
                ))}
              </ul>
            </li>
          )
        })}
      </ol>
      <p className={classes.inline}>
        <span className="muted small">Decided by</span>
        <Chip tone="outline">{why.rule}</Chip>
        <TagChip tag={why.tag} />
      </p>
      {why.wouldChange.length > 0 && (
        <section>
          <h3>What would change it</h3>
          <ul className={classes.would}>
            {why.wouldChange.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

const words = { group: 'Group', attribute: 'Attribute', override: 'Set by hand', default: 'Default' }

function Source({ of: { source, label, groupId, wins, note } }: { of: Contributor }) {
  const to = useTo()
  return (
    <li className={classes.contributor} data-wins={wins}>
      {source !== 'default' && <span className="muted">{words[source]}</span>}
      <strong className="cut" title={label}>
        {groupId === undefined ? label : <Link to={to('groups', groupId)}>{label}</Link>}
      </strong>
      {wins && <Chip tone="accent">wins</Chip>}
      <span className={classes.noteText}>{note}</span>
    </li>
  )
}
