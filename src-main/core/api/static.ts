import { lookup } from 'mime-types'
import { readFile } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'

const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Serves the built console; a path without a file extension is a page of the app and gets its shell. */
export async function serveRenderer(directory: string | undefined, request: Request, pathname: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return notThere()
  if (!directory) return new Response('The console is not built. Run "npm run build".', { status: 503 })
  const path = safePath(pathname)
  if (path === null) return notThere()
  const isPage = !/\.[a-z0-9]+$/i.test(path)
  const file = isPage ? 'index.html' : path
  try {
    const body = await readFile(join(directory, file))
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers: {
      'Content-Type': lookup(file) || 'application/octet-stream',
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': file.startsWith('assets') ? 'public, max-age=31536000, immutable' : 'no-cache',
    } })
  } catch {
    return notThere()
  }
}

/** A path inside the folder, or null. */
function safePath(pathname: string): string | null {
  try {
    const path = normalize(decodeURIComponent(pathname)).replace(/^[/\\]+/, '')
    return path.split(sep).includes('..') || path.includes('\0') ? null : path
  } catch {
    return null
  }
}

function notThere(): Response {
  return new Response('Not found', { status: 404 })
}
