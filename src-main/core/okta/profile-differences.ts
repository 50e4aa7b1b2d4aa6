import type { AppAttribute, ProfileValues } from '../../../src-shared/api/okta/attributes.ts'
import type { JsonObject, JsonValue } from '../../../src-shared/scim/types.ts'
import { quote } from '../scim/schema/wording.ts'
import { isSendable } from './body.ts'
import { readValue } from './external-name.ts'
import { isEmpty, typedValue } from './value-types.ts'

/** The attributes whose last sent value the account does not have, each side as it is shown. */
export function differencesOf(
  pushed: ProfileValues, attributes: readonly AppAttribute[], account: JsonObject,
): { name: string; okta: string; app: string }[] {
  return attributes.flatMap((attribute) => {
    const sent = typedValue(pushed[attribute.variableName] ?? null, attribute)
    if (!isSendable(attribute) || 'problem' in sent) return []
    const has = readValue(account, attribute.externalName, attribute.externalNamespace)
    return isSame(sent.value, has) ? [] : [{ name: attribute.externalName, okta: shown(sent.value), app: shown(has) }]
  })
}

/** A profile that keeps no value and an app that has none agree, however either puts it. */
function isSame(sent: JsonValue, has: JsonValue | undefined): boolean {
  return isEmpty(sent) ? isEmpty(has) : JSON.stringify(sent) === JSON.stringify(has)
}

function shown(value: JsonValue | undefined): string {
  return isEmpty(value) ? '(none)' : typeof value === 'string' ? value : quote(value)
}
