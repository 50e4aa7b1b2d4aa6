import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { Imported } from '../../../../src-shared/api/okta/imports.ts'
import { api, client } from '../../../lib/api.ts'
import { count, plural } from '../../../lib/format.ts'
import { useOktaCall } from '../../../lib/okta.ts'
import { useSandbox, useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ProblemNote } from '../../../ui/note.tsx'
import { Gap, Toolbar } from '../../../ui/page.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import classes from './import.module.css'

/** Import Now, and what it found. */
export function Import({ app }: { app: App }) {
  const sandbox = useSandbox()
  const of = { sandbox, appId: app.id }
  const { data, error, refetch } = useQuery(api.okta.imports.list.queryOptions({ input: of }))
  const [chosen, setChosen] = useState<string[]>([])
  const run = useOktaCall(() => client.okta.imports.run(of))
  const confirm = useOktaCall(
    () => client.okta.imports.confirm({ ...of, externalIds: chosen }),
    () => setChosen([]),
  )
  const isEmpty = data !== undefined && data.users.total === 0 && data.groups.total === 0
  return (
    <>
      <Toolbar>
        <p className={okta.remark}>Reads every page of the app’s users and, where ticked, groups. Inactive users are skipped.</p>
        <Gap />
        {chosen.length > 0 && (
          <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
            Confirm {plural(chosen.length, 'assignment')}
          </Button>
        )}
        <Button variant="filled" loading={run.isPending} onClick={() => run.mutate()}>
          Import Now
        </Button>
      </Toolbar>
      <div className={okta.read}>
        {[error, run.error, confirm.error].map((one, index) => (
          one !== null && <ProblemNote key={index} error={one} retry={one === error ? () => void refetch() : undefined} />
        ))}
        {run.data !== undefined && (
          <p className="small" role="status">
            Read {plural(run.data.users.total, 'user')} and {plural(run.data.groups.total, 'group')} with{' '}
            {plural(run.data.requests, 'request')}.
          </p>
        )}
        {isEmpty && (
          <Empty title="Nothing imported yet">
            An import shows which accounts of the app match which people, before Okta takes them over.
          </Empty>
        )}
        {data !== undefined && data.users.total > 0 && (
          <Section title="Users" flush description="Confirm a match, and the account becomes the person’s.">
            <Found {...data.users} of="people" chosen={chosen} onChoose={setChosen} />
          </Section>
        )}
        {data !== undefined && data.groups.total > 0 && (
          <Section title="Groups" flush description="Link one with an Okta group in Push Groups › Link group.">
            <Found {...data.groups} of="groups" />
          </Section>
        )}
      </div>
    </>
  )
}

interface FoundProps {
  total: number
  items: Imported[]
  of: 'people' | 'groups'
  chosen?: string[]
  onChoose?: (chosen: string[]) => void
}

function Found({ total, items, of, chosen = [], onChoose }: FoundProps) {
  const open = items.filter(({ match, linked }) => match !== null && !linked)
  const toggle = (id: string) =>
    onChoose?.(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <>
      {onChoose !== undefined && open.length > 0 && (
        <div className={classes.all}>
          <Checkbox
            label={`All ${plural(open.length, 'open match', 'open matches')}`}
            checked={chosen.length === open.length}
            onChange={(event) => onChoose(event.currentTarget.checked ? open.map(({ externalId }) => externalId) : [])}
          />
        </div>
      )}
      <ul className={classes.found}>
        {items.map((item) => (
          <Item
            key={item.externalId}
            item={item}
            of={of}
            isChosen={chosen.includes(item.externalId)}
            onToggle={onChoose === undefined ? undefined : () => toggle(item.externalId)}
          />
        ))}
      </ul>
      {total > items.length && (
        <p className={`muted small ${classes.all}`}>
          {`The first ${count(items.length)} of ${count(total)}; open matches come first.`}
        </p>
      )}
    </>
  )
}

interface ItemProps {
  item: Imported
  of: 'people' | 'groups'
  isChosen: boolean
  onToggle?: () => void
}

function Item({ item: { externalId, name, match, linked }, of, isChosen, onToggle }: ItemProps) {
  const to = useTo()
  return (
    <li>
      {onToggle !== undefined && (
        <Checkbox
          aria-label={`Confirm ${name}`}
          checked={isChosen}
          disabled={match === null || linked}
          onChange={onToggle}
        />
      )}
      <span className={`cut ${classes.name}`} title={name}>
        {name}
      </span>
      <code className="cut muted">{externalId}</code>
      <span className={okta.inline}>
        {match === null ? (
          <span className="muted">no match in Okta</span>
        ) : (
          <Link to={to('okta', of, match.id)} className="cut">
            {match.name}
          </Link>
        )}
        {linked && <Chip tone="good">{of === 'people' ? 'known' : 'linked'}</Chip>}
      </span>
    </li>
  )
}
