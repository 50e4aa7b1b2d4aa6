import type { LocaleDefinition } from '@faker-js/faker'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'

/** Loaded by the first seed: every worker thread would hold its names otherwise. */
const load = createRequire(import.meta.url)
const loaded = () => load('@faker-js/faker') as typeof import('@faker-js/faker')

/** What a company is made of by chance: the same seed gives the same company. */
export interface Chance {
  /** A given and a family name of one of the languages people have, most often English ones. */
  name(): { givenName: string; familyName: string; locale: string }
  jobTitle(): string
  /** True in this share of the cases. */
  share(probability: number): boolean
  /** 0 to below `count`, low numbers more often: the sizes of real teams. */
  skewed(count: number): number
  word(): string
}

function languages(): [locale: string, definition: LocaleDefinition, weight: number][] {
  const { cs_CZ, da, de, en, es, fi, fr, hu, it, nl, pl, pt_BR, ro, sv, tr, uk } = loaded()
  return [
    ['en-US', en, 8], ['de-DE', de, 2], ['fr-FR', fr, 2], ['es-ES', es, 2], ['pt-BR', pt_BR, 2],
    ['it-IT', it, 1], ['pl-PL', pl, 1], ['cs-CZ', cs_CZ, 1], ['sv-SE', sv, 1], ['da-DK', da, 1], ['fi-FI', fi, 1],
    ['nl-NL', nl, 1], ['hu-HU', hu, 1], ['ro-RO', ro, 1], ['tr-TR', tr, 1], ['uk-UA', uk, 1],
  ]
}

export function createChance(seed: string): Chance {
  const { base, en, Faker } = loaded()
  const fakers = languages().flatMap(([locale, definition, weight]) => {
    const faker = new Faker({ locale: [definition, en, base] })
    return Array.from({ length: weight }, () => ({ locale, faker }))
  })
  const english = new Faker({ locale: [en, base], seed: numberOf(seed) })
  for (const [index, { faker }] of fakers.entries()) faker.seed(numberOf(`${seed}:${index}`))
  return {
    name() {
      const { locale, faker } = english.helpers.arrayElement(fakers)
      return { givenName: faker.person.firstName(), familyName: faker.person.lastName(), locale }
    },
    jobTitle: () => english.person.jobTitle(),
    share: (probability) => english.datatype.boolean(probability),
    skewed: (count) => Math.floor(count * english.number.float() ** 2),
    word: () => english.word.noun().replaceAll(/[^a-z]/gi, '').toLowerCase(),
  }
}

/** The generator takes 32 bits. */
function numberOf(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE()
}
