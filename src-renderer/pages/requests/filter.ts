/** One offer of the filter box: what it says, and the whole text with it taken. */
export interface Completion {
  label: string
  hint: string
  text: string
}

const terms: [label: string, hint: string][] = [
  ['method:', 'GET, POST, PUT, PATCH or DELETE'],
  ['status>=', 'a status, also with =, <, <=, >'],
  ['user:', 'part of a userName or an id'],
  ['path:', 'part of the path'],
  ['body:', 'part of a body'],
  ['action:', 'what an admin of the simulated Okta did, by its id'],
  ['actor:', 'who sent it'],
]
const values: Record<string, string[]> = {
  'method:': ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  'status>=': ['200', '300', '400', '500'],
  'status:': ['200', '201', '204', '400', '401', '404', '409', '500'],
  'actor:': ['okta', 'simulator', 'client', 'console', 'replay'],
  'path:': ['/Users', '/Groups', '/Schemas', '/Bulk'],
}

/** What can follow where the caret stands: a term, or a value of the term being typed. */
export function completions(text: string, caret: number): Completion[] {
  const start = text.lastIndexOf(' ', caret - 1) + 1
  const word = text.slice(start, caret)
  const rest = text.slice(caret)
  const take = (whole: string) => `${text.slice(0, start)}${whole}${rest}`
  const term = Object.keys(values).find((key) => word.toLowerCase().startsWith(key))
  if (term !== undefined) {
    const given = word.slice(term.length).toLowerCase()
    return (values[term] ?? [])
      .filter((value) => value.toLowerCase().startsWith(given) && value.toLowerCase() !== given)
      .map((value) => ({ label: `${term}${value}`, hint: '', text: take(`${term}${value}`) }))
  }
  return terms
    .filter(([label]) => label.startsWith(word.toLowerCase()) && label !== word.toLowerCase())
    .map(([label, hint]) => ({ label, hint, text: take(label) }))
}
