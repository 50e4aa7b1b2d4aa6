/** A person to be made; an address is derived from the name when absent. */
export interface Person {
  givenName: string
  familyName: string
  locale?: string
  address?: string
  active?: boolean
}

/** People who break what was only tried with Jane Doe. */
export const edgeCases: readonly Person[] = [
  { givenName: 'Sinéad', familyName: "O'Brien" },
  { givenName: 'Gabriele', familyName: 'D’Annunzio' },
  { givenName: 'Ronald', familyName: 'MacDonald', address: 'ronald.macdonald' },
  { givenName: 'Ronald', familyName: 'Macdonald', address: 'ronald.macdonald2' },
  { givenName: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(5), familyName: 'Hubert Blaine '.repeat(12).trim(), address: 'wolfe' },
  { givenName: 'X', familyName: 'Æ' },
  { givenName: '美咲', familyName: '渡辺', locale: 'ja-JP', address: 'misaki.watanabe' },
  { givenName: 'محمد', familyName: 'الفارسي', locale: 'ar-SA', address: 'm.alfarsi' },
  { givenName: 'José', familyName: 'Muñoz', locale: 'es-ES', address: 'jose.munoz' },
  { givenName: 'Jose\u0301', familyName: 'Mun\u0303oz', locale: 'es-ES', address: 'jose.munoz2' },
  { givenName: 'Zoë 🦊', familyName: 'Müller-Lüdenscheidt', locale: 'de-DE' },
  { givenName: 'Evil\u202Etxt', familyName: 'Override' },
  { givenName: '=1+1', familyName: '@SUM(A1)', address: 'formula' },
  { givenName: 'Robert"); DROP TABLE users;--', familyName: 'Tables', address: 'bobby.tables' },
  { givenName: '<b>Bold</b>', familyName: '<script>alert(1)</script>', address: 'html' },
  { givenName: 'Plus', familyName: 'Address', address: 'plus+okta.test' },
  { givenName: 'Gone', familyName: 'Already', active: false },
  { givenName: 'Comma, Inc.', familyName: 'Line\nBreak', address: 'comma' },
]
