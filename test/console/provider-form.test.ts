import { expect, test } from 'vitest'
import { fieldsOf, settingsOf, startWords } from '../../src-renderer/pages/connect/provider-form.ts'
import type { ProviderSettings } from '../../src-shared/domain/tunnel.ts'

const ssh = {
  kind: 'ssh', host: 'scim.example', port: 22, user: 'ada', authentication: 'key', keyFile: '~/.ssh/id', bindHost: 'localhost', bindPort: 8080,
  urlFrom: 'template', template: 'https://scim.example', pattern: '',
} as const
const every: ProviderSettings[] = [
  { kind: 'cloudflared' },
  { kind: 'command', program: 'bore', args: ['local', '--port={port}'], pattern: String.raw`at (https://\S+)` },
  ssh,
  { kind: 'ngrok', domain: 'scim.ngrok.example' },
  { kind: 'url', url: 'https://scim.example' },
]

test('every provider goes through the form and back', () => {
  for (const settings of every) expect(settingsOf(fieldsOf(settings))).toEqual({ settings, problems: null })
})

test('what is missing or wrong is named at its field', () => {
  const problemsOf = (change: object) => Object.keys(settingsOf({ ...fieldsOf(null), ...change }).problems ?? {}).toSorted()
  expect(problemsOf({ kind: 'command', program: '/usr/bin/bore' })).toEqual(['program'])
  expect(problemsOf({ kind: 'url', url: 'https://scim.example/path' })).toEqual(['url'])
  expect(problemsOf({ ...fieldsOf(ssh), host: 'https://x', port: '0', user: '', template: 'scim.example', keyFile: ' ' }))
    .toEqual(['host', 'keyFile', 'port', 'template', 'user'])
  expect(problemsOf({ ...fieldsOf(ssh), bindPort: '' })).toEqual(['bindPort'])
})

test('the command that does the same', () => {
  expect(every.map((settings) => startWords(settings, false).slice(3).join(' '))).toEqual([
    'cloudflared',
    String.raw`command --program bore --arg=local --arg=--port={port} --pattern at (https://\S+)`,
    'ssh --host scim.example --port 22 --user ada --auth key --key ~/.ssh/id --bind-host localhost --bind-port 8080 --public-url https://scim.example',
    'ngrok --domain scim.ngrok.example',
    'url --url https://scim.example',
  ])
  expect(startWords({ ...ssh, urlFrom: 'plain' }, true).slice(-3)).toEqual(['--public-url', 'plain', '--rehearsal'])
})
