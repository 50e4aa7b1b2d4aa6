import type { Schema } from '../types.ts'
import { CORE_USER } from '../urns.ts'
import { attribute, plural } from './attribute.ts'

/** RFC 7643 §4.1 and §8.7.1. */
export const userSchema: Schema = {
  id: CORE_USER,
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', {
      description: 'Unique identifier for the user, used to sign in.',
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', {
      description: 'The components of the user’s name.',
      subAttributes: [
        attribute('formatted', { description: 'The full name, formatted for display.' }),
        attribute('familyName', { description: 'The family name (last name).' }),
        attribute('givenName', { description: 'The given name (first name).' }),
        attribute('middleName', { description: 'The middle name or names.' }),
        attribute('honorificPrefix', { description: 'The title, such as "Ms.".' }),
        attribute('honorificSuffix', { description: 'The suffix, such as "III".' }),
      ],
    }),
    attribute('displayName', { description: 'The name of the user, suitable for display.' }),
    attribute('nickName', { description: 'The casual way to address the user.' }),
    attribute('profileUrl', {
      type: 'reference', referenceTypes: ['external'], caseExact: true, description: 'A URL of the user’s online profile.',
    }),
    attribute('title', { description: 'The job title, such as "Vice President".' }),
    attribute('userType', { description: 'The relationship between the organization and the user, such as "Contractor".' }),
    attribute('preferredLanguage', { description: 'The preferred written or spoken language.' }),
    attribute('locale', { description: 'The default location, used for currency, dates and numbers.' }),
    attribute('timezone', { description: 'The time zone, in IANA format.' }),
    attribute('active', { type: 'boolean', description: 'The user’s administrative status.' }),
    attribute('password', { mutability: 'writeOnly', returned: 'never', caseExact: true, description: 'The cleartext password. Never returned.' }),
    plural('emails', 'E-mail addresses of the user.', ['work', 'home', 'other']),
    plural('phoneNumbers', 'Phone numbers of the user.', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    plural('ims', 'Instant messaging addresses of the user.', ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
    plural('photos', 'URLs of photos of the user.', ['photo', 'thumbnail'], {
      type: 'reference', referenceTypes: ['external'], caseExact: true,
    }),
    attribute('addresses', {
      description: 'Physical mailing addresses of the user.',
      multiValued: true,
      subAttributes: [
        attribute('formatted', { description: 'The full address, formatted for display.' }),
        attribute('streetAddress', { description: 'The street address, which may span lines.' }),
        attribute('locality', { description: 'The city or locality.' }),
        attribute('region', { description: 'The state or region.' }),
        attribute('postalCode', { description: 'The postal code.' }),
        attribute('country', { description: 'The country.' }),
        attribute('type', { description: 'What the address is used for.', canonicalValues: ['work', 'home', 'other'] }),
        attribute('primary', { type: 'boolean', description: 'Whether this is the preferred address.' }),
      ],
    }),
    attribute('groups', {
      description: 'The groups the user belongs to. Changed through the groups.',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', { mutability: 'readOnly', caseExact: true, description: 'The id of the group.' }),
        attribute('$ref', { type: 'reference', referenceTypes: ['Group'], mutability: 'readOnly', caseExact: true, description: 'The URI of the group.' }),
        attribute('display', { mutability: 'readOnly', description: 'The displayName of the group.' }),
        attribute('type', { mutability: 'readOnly', canonicalValues: ['direct', 'indirect'], description: 'Whether the membership is direct.' }),
      ],
    }),
    plural('entitlements', 'Entitlements of the user: things the user has.'),
    plural('roles', 'Roles of the user, collectively representing who the user is.'),
    plural('x509Certificates', 'Certificates issued to the user.', [], { type: 'binary', caseExact: true }),
  ],
}
