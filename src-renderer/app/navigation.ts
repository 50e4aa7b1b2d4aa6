import {
  ArrowDownUp,
  Boxes,
  Cable,
  Camera,
  CircleDashed,
  House,
  ListTree,
  Settings2,
  SquareTerminal,
  Unplug,
  Users,
  Waypoints,
  type LucideIcon,
} from 'lucide-react'
import type { Sandbox } from '../../src-shared/api/sandboxes.ts'

export interface Place {
  segment: string
  label: string
  keys: string
  icon: LucideIcon
  count?: (sandbox: Sandbox) => number
  /** What waits for an answer: shown only where there is something. */
  waiting?: 'open conflict' | 'failed task'
  /** Which side of the wire it is about, where it is not the target. */
  side?: 'okta'
}

/** The pages, in the order of the navigation. */
export const places: Place[] = [
  { segment: '', label: 'Home', keys: 'g h', icon: House },
  { segment: 'okta', label: 'Okta (simulated)', keys: 'g o', icon: CircleDashed, waiting: 'failed task', side: 'okta' },
  { segment: 'connect', label: 'Connect real Okta', keys: 'g c', icon: Cable },
  { segment: 'users', label: 'Users', keys: 'g u', icon: Users, count: ({ counts }) => counts.users },
  { segment: 'groups', label: 'Groups', keys: 'g g', icon: Boxes, count: ({ counts }) => counts.groups },
  { segment: 'provisioning', label: 'Provisioning', keys: 'g p', icon: Waypoints, waiting: 'open conflict' },
  { segment: 'attributes', label: 'Attributes', keys: 'g a', icon: ListTree },
  { segment: 'requests', label: 'Requests', keys: 'g r', icon: SquareTerminal, count: ({ counts }) => counts.requests },
  { segment: 'faults', label: 'Faults', keys: 'g f', icon: Unplug },
  { segment: 'snapshots', label: 'Snapshots', keys: 'g t', icon: Camera },
  { segment: 'transfer', label: 'Import & Export', keys: 'g i', icon: ArrowDownUp },
  { segment: 'settings', label: 'Settings', keys: 'g s', icon: Settings2 },
]
