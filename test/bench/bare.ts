import express from 'express'

/**
 * The ceiling: bare Express answering given bytes, with nothing else in between.
 * Reads one JSON line `{ answers: { "METHOD /path": { status, body } } }` and prints its port.
 */
const answers = JSON.parse(process.env.BENCH_ANSWERS ?? '{}') as Record<string, { status: number; body: string }>
const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use((request, response) => {
  const answer = answers[request.method] ?? { status: 404, body: '' }
  // The body is read to its end, as any server must.
  request.on('data', () => {})
  request.on('end', () => {
    response.status(answer.status).set('Content-Type', 'application/scim+json').end(answer.body)
  })
})
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' && address !== null ? address.port : 0 }))
})
