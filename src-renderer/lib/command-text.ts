/** A command in words a shell takes for what they are. `given` are its arguments: one that begins with a dash is none of its options. */
export function commandText(words: string[], given: string[], sandbox: string): string {
  const where = sandbox === 'default' ? [] : ['--sandbox', sandbox]
  const isLikeOption = given.some((argument) => argument.startsWith('-'))
  const all = isLikeOption ? [...words, ...where, '--', ...given] : [...words, ...given, ...where]
  return ['scimbox', ...all].map(shellWord).join(' ')
}

function shellWord(word: string): string {
  return /^[\w./:@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

const units = [['d', 86_400_000], ['h', 3_600_000], ['m', 60_000], ['s', 1_000]] as const

/** A step of the clock in milliseconds as `scimbox clock` takes it; null for what is no whole number of seconds. */
export function clockStep(by: number): string | null {
  const unit = by > 0 ? units.find(([, length]) => by % length === 0) : undefined
  return unit ? `+${by / unit[1]}${unit[0]}` : null
}
