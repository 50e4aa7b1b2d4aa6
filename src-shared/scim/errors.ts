import { isObject } from './types.ts'
import { ERROR } from './urns.ts'

/** RFC 7644 table 9, `scimType`. */
export type ScimType =
  | 'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax'
  | 'invalidPath' | 'noTarget' | 'invalidValue' | 'invalidVers' | 'sensitive'

/**
 * An answer with a SCIM error body (RFC 7644 §3.12). Throwing it anywhere below the endpoint rolls the request back.
 * `status` is the HTTP status; `rule` names the source that decided it, for the console only.
 */
export class ScimError extends Error {
  readonly status: number
  readonly scimType: ScimType | undefined
  readonly rule: string | undefined

  constructor(status: number, detail: string, scimType?: ScimType, rule?: string) {
    super(detail)
    this.name = 'ScimError'
    this.status = status
    this.scimType = scimType
    this.rule = rule
  }

  toJSON() {
    return {
      schemas: [ERROR],
      ...(this.scimType && { scimType: this.scimType }),
      detail: this.message,
      status: String(this.status),
    }
  }
}

/** 400 with the given `scimType`. */
export function badRequest(scimType: ScimType, detail: string, rule?: string): ScimError {
  return new ScimError(400, detail, scimType, rule)
}

/** 404 for a resource this sandbox does not hold (RFC 7644 §3.12). */
export function notFound(what: string): ScimError {
  return new ScimError(404, `${what} was not found.`)
}

/** Whether a parsed body is a SCIM error (RFC 7644 §3.12). */
export function isErrorBody(body: unknown): boolean {
  return isObject(body) && Array.isArray(body.schemas) && body.schemas.includes(ERROR)
}
