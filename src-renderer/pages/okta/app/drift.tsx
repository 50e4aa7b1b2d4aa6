import { Button } from '@mantine/core'
import { Link } from 'react-router'
import type { App } from '../../../../src-shared/api/okta/apps.ts'
import type { Drift as Difference } from '../../../../src-shared/api/okta/drift.ts'
import { plural } from '../../../lib/format.ts'
import { useTo } from '../../../lib/place.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Note, ProblemNote } from '../../../ui/note.tsx'
import { Section } from '../../../ui/section.tsx'
import okta from '../okta.module.css'
import { useDrift } from './use-drift.ts'
import { useRemedy } from './use-remedy.ts'

/** What Okta believes against what the app has. */
export function Drift({ app }: { app: App }) {
  const to = useTo()
  const { data, error, refetch } = useDrift(app.id)
  const toImport = <Link to={to('okta', 'apps', app.id, 'import')}>Import</Link>
  return (
    <div className={okta.read}>
      {error !== null && <ProblemNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Empty title="Comparing…" />}
      {data?.comparedWith === 'nothing' && (
        <Note tone="info" title="Nothing to compare with yet" action={toImport}>
          The app is outside of this Scimbox: run an import, and what it read is compared with what Okta believes.
        </Note>
      )}
      {data?.comparedWith === 'import' && (
        <Note tone="info" action={toImport}>
          Compared with what the last import read; import again for the state of now.
        </Note>
      )}
      {data?.items.length === 0 && data.comparedWith !== 'nothing' && (
        <Empty title="No drift">The app has what Okta believes it has, for everybody and every pushed group.</Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Section title="Drift" flush description={plural(data.total, 'difference')}>
          <div className={okta.scroll} tabIndex={0} role="group" aria-label="Drift, scrollable">
            <table className={`${okta.table} ${okta.fits}`}>
              <thead>
                <tr>
                  <th scope="col">About</th>
                  <th scope="col">Okta believes</th>
                  <th scope="col">The app has</th>
                  <th scope="col">Cause, and what clears it</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((drift) => (
                  <Row key={`${drift.kind} ${drift.id} ${drift.name} ${drift.app}`} app={app} drift={drift} />
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      )}
      {data !== undefined && data.total > data.items.length && (
        <p className="muted small">and {plural(data.total - data.items.length, 'more', 'more')}</p>
      )}
    </div>
  )
}

function Row({ app, drift }: { app: App; drift: Difference }) {
  const to = useTo()
  const remedy = useRemedy(app.id, drift)
  const href =
    drift.kind === 'user'
      ? `${to('okta', 'apps', app.id, 'assignments')}?person=${drift.id}`
      : to('okta', 'apps', app.id, 'push-groups')
  return (
    <tr>
      <td>
        {drift.id === null ? drift.name : <Link to={href}>{drift.name}</Link>}{' '}
        <Chip tone="outline">{drift.kind}</Chip>
      </td>
      <td>{drift.okta}</td>
      <td>{drift.app}</td>
      <td>
        <div className={okta.stack}>
          <span>{drift.cause}</span>
          <strong>{drift.remedyText}</strong>
          {remedy.label !== null && (
            <span>
              <Button aria-label={`${remedy.label}: ${drift.name}`} loading={remedy.isPending} onClick={remedy.run}>
                {remedy.label}
              </Button>
            </span>
          )}
          {remedy.error !== null && <ProblemNote error={remedy.error} />}
        </div>
      </td>
    </tr>
  )
}
