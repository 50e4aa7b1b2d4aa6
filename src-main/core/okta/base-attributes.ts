import type { AppAttribute } from '../../../src-shared/api/okta/attributes.ts'
import { CORE_USER } from '../../../src-shared/scim/urns.ts'

/**
 * The base profile of a new SCIM app, in the order of the wire (okta-wire §3, §8). The value of `userName` is the
 * application username, whatever its mapping.
 */
export function baseAttributes(): AppAttribute[] {
  return [
    base('Username', 'userName', 'userName', null, true),
    base('Given name', 'givenName', 'name.givenName', 'user.firstName', true),
    base('Family name', 'familyName', 'name.familyName', 'user.lastName', true),
    base('Primary email', 'email', 'emails.^[primary==true].value', 'user.email'),
    base('Primary email type', 'emailType', 'emails.^[primary==true].type', "'work'"),
    base('Display name', 'displayName', 'displayName',
      'user.displayName != null ? user.displayName : user.firstName + " " + user.lastName'),
    base('Locale', 'locale', 'locale', 'user.locale'),
  ]
}

function base(displayName: string, variableName: string, externalName: string, mapping: string | null, required = false): AppAttribute {
  return {
    displayName, variableName, externalName, externalNamespace: CORE_USER, dataType: 'string', enum: null, required,
    scope: 'Personal', mapping, applyOn: 'create and update', combine: false,
  }
}
