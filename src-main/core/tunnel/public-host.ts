/** The host and port of an address as a Host header names them: in lower case, without the port that its scheme implies. */
export function hostOf(url: string): string {
  return new URL(url).host.toLowerCase()
}

/** Whether a Host header names that host; some clients add the port that the scheme of the address implies. */
export function isHost(header: string, url: string): boolean {
  const given = header.toLowerCase()
  const host = hostOf(url)
  return given === host || given === `${host}:${url.startsWith('https:') ? 443 : 80}`
}
