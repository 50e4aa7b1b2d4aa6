import { Page } from '../../ui/page.tsx'
import { Exports } from './exports.tsx'
import { Imports } from './imports.tsx'
import { Seeding } from './seeding.tsx'
import classes from './transfer.module.css'

/** What goes out of the sandbox and what comes in, as files; each part shows the command that does the same. */
export function TransferPage() {
  return (
    <Page title="Import & Export">
      <div className={classes.stack}>
        <Exports />
        <Imports />
        <Seeding />
      </div>
    </Page>
  )
}
