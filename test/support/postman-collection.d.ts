declare module 'postman-collection' {
  interface Item { request: { method: string; url: { toString(): string } } }
  class Collection {
    constructor(definition: object)
    items: { all(): Item[] }
    variables: { get(key: string): unknown }
  }
  const postman: { Collection: typeof Collection }
  export default postman
}
