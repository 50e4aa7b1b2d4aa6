import type { MemberFacts } from './push-groups.ts'
export function readinessOf({ personId, login, name, assigned, provisioned, personActive }: MemberFacts, _app: string) {
  return { personId, login, name, assigned, provisioned, active: personActive, isSent: assigned && provisioned && personActive, text: '' }
}
