import type { Chance } from './chance.ts'

const areas = ['eng', 'sales', 'support', 'qa', 'product', 'marketing', 'finance', 'people', 'legal', 'security']
const topics = ['platform', 'web', 'mobile', 'data', 'infra', 'emea', 'amer', 'apac', 'tools', 'core']

/** Names as companies give them: areas, teams in them, and teams in those, as in `eng-platform-storage`. */
export function teamNames(chance: Chance, count: number): string[] {
  const names = areas.slice(0, count)
  const seen = new Set(names)
  for (let at = 0; names.length < count; at += 1) {
    const parent = names[at % names.length]!
    const depth = parent.split('-').length
    const word = depth === 1 ? topics[chance.skewed(topics.length)]! : chance.word()
    const name = depth > 2 ? `${parent.split('-').slice(0, 2).join('-')}-${word}` : `${parent}-${word}`
    const own = seen.has(name) ? `${name}-${names.length}` : name
    seen.add(own)
    names.push(own)
  }
  return names
}
