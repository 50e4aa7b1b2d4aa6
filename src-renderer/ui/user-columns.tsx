import type { UserRow } from '../../src-shared/api/users.ts'
import { ActiveChip, RoleChip } from './chip.tsx'
import type { Column } from './virtual-table.tsx'

/** Columns of every table of users. */
export const userNameColumn: Column<UserRow> = {
  key: 'userName',
  header: 'userName',
  width: 'minmax(160px, 2fr)',
  main: true,
  cell: (row) => row.userName,
  title: (row) => row.userName,
}
export const roleColumn: Column<UserRow> = {
  key: 'role',
  header: 'Role',
  width: '80px',
  cell: (row) => <RoleChip role={row.role} />,
}
export const statusColumn: Column<UserRow> = {
  key: 'status',
  header: 'Status',
  width: '84px',
  cell: (row) => <ActiveChip active={row.active} />,
}
