/**
 * Orders by code point, as SQLite's BINARY collation orders UTF-8. JavaScript's `<` orders by UTF-16 unit and puts
 * U+1F600 before U+FF5E; the two must agree (RFC 7644 §3.4.2.2, "lexicographical comparison").
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return inCodePointOrder(left) - inCodePointOrder(right)
  }
  return a.length - b.length
}

/** Moves surrogates, which stand for U+10000 and above, behind U+E000…U+FFFF. */
function inCodePointOrder(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/**
 * The least text greater than every text that starts with `prefix`, or null when there is none: the last code point
 * that can be raised is raised by one and the rest cut, stepping over the surrogates.
 */
export function afterPrefix(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!)
  while (points.length > 0 && points.at(-1) === 0x10ffff) points.pop()
  const last = points.pop()
  if (last === undefined) return null
  return prefix.slice(0, points.reduce((units, point) => units + (point > 0xffff ? 2 : 1), 0))
    + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1)
}
