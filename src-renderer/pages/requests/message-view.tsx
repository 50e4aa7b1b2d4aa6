import type { ExchangeDetail } from '../../../src-shared/api/requests.ts'
import { pretty, size, statusText } from '../../lib/format.ts'
import { CodeView } from '../../ui/code-view.tsx'
import { Note } from '../../ui/note.tsx'
import classes from './requests.module.css'

type Message = ExchangeDetail['request']

/** Headers and body of one side. */
export function MessageView({ message, what }: { message: Message; what: string }) {
  return (
    <div className={classes.stack}>
      {message.cut !== null && (
        <Note tone="info" title={`The body of ${size(message.size)} was cut; this is its head`}>
          SHA-256 of the whole: <code>{message.cut}</code>
        </Note>
      )}
      <CodeView text={pretty(message.body)} label={`${what} body`} />
      <table className={classes.headers}>
        <caption>Headers</caption>
        <tbody>
          {message.headers.map(([name, value], index) => (
            <tr key={`${name} ${index}`}>
              <th scope="row">{name}</th>
              <td className="code">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Both messages as they went over the wire, without their secrets, and the command that repeats them. */
export function RawView({ exchange: { row, request, response, curl } }: { exchange: ExchangeDetail }) {
  return (
    <div className={classes.stack}>
      <section>
        <h3>Request</h3>
        <CodeView text={wire(`${row.method} ${row.path} HTTP/1.1`, request)} label="raw request" />
      </section>
      <section>
        <h3>Response</h3>
        <CodeView text={rawResponse(row.status, response)} label="raw response" />
      </section>
      <section>
        <h3>cURL</h3>
        <CodeView text={curl} label="cURL command" />
      </section>
    </div>
  )
}

/** Status 0: a fault closed the connection. */
function rawResponse(status: number, response: Message): string {
  return status === 0 ? '(the connection closed without an answer)' : wire(`HTTP/1.1 ${status} ${statusText(status)}`, response)
}

function wire(first: string, { headers, body }: Message): string {
  return [first, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\n').trimEnd()
}
