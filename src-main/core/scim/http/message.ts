import type { JsonValue } from '../../../../src-shared/scim/types.ts'

/** A SCIM request below the Base URL. */
export interface ScimRequest {
  method: string
  /** Path segments below the Base URL, decoded: `['Users', '23001']`. */
  segments: string[]
  query: URLSearchParams
  /** The headers that decide about the answer. */
  headers: { 'if-match'?: string | undefined; 'if-none-match'?: string | undefined }
  /** Parsed JSON, undefined for an empty body. */
  body: JsonValue | undefined
  /** The absolute Base URL that locations are rendered with. */
  base: string
}

/** An answer. `body` is JSON text, empty for none. */
export interface ScimAnswer {
  status: number
  headers: Record<string, string>
  body: string
  /** totalResults of a list. */
  total?: number
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): ScimAnswer {
  return { status, headers, body: JSON.stringify(value) }
}
