/** An expression that cannot be read or evaluated. The message is a plain sentence. */
export class ExpressionError extends Error {
  /** Where in the text, from 1; null when only evaluation showed it. */
  readonly position: number | null

  constructor(message: string, position: number | null = null) {
    super(message)
    this.position = position
  }
}
