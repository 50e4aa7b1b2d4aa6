/**
 * The request as a shell command. The token is `$SCIM_TOKEN`, behind the scheme the request had; everything else is quoted so that a shell reads it as one word, but a Base
 * URL that is itself a variable.
 */
export function asCurl(baseUrl: string, request: { method: string; path: string; headers: [string, string][]; body: string }): string {
  const sent = request.headers.filter(([name]) => /^(content-type|accept|if-match|if-none-match)$/i.test(name))
  const url = baseUrl.startsWith('$') ? `"${baseUrl}"${quoted(request.path)}` : quoted(baseUrl + request.path)
  const parts = [
    // As it was: curl would look for ranges in brackets, take ".." out, and wait for the body of a HEAD.
    `curl --globoff --path-as-is ${request.method === 'HEAD' ? '--head' : `-X ${request.method}`} ${url}`,
    `-H "Authorization: ${schemeOf(request.headers)}$SCIM_TOKEN"`,
    ...sent.map(([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...ownDefaults(request.body).filter((name) => !sent.some(([each]) => each.toLowerCase() === name.toLowerCase())).map((name) => `-H '${name}:'`),
    ...(request.body === '' ? [] : [`--data-raw ${quoted(request.body)}`]),
  ]
  return parts.join(' \\\n  ')
}

/** As recorded, without the secret; `Bearer` for a request that had none. */
function schemeOf(headers: [string, string][]): string {
  const [, given] = headers.find(([name]) => name.toLowerCase() === 'authorization') ?? []
  return given === undefined ? 'Bearer ' : given.replace('(not recorded)', '')
}

/** Headers that curl sends by itself unless told not to. */
function ownDefaults(body: string): string[] {
  return body === '' ? ['Accept'] : ['Accept', 'Content-Type']
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
