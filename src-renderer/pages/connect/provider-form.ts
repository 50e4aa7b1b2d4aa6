import {
  type ProviderKind,
  type ProviderSettings,
  providerSettingsSchema,
  type SettingsOf,
} from '../../../src-shared/domain/tunnel.ts'

/** The fields of the form as they are typed: what another provider needs stays while one is looked at. */
export interface ProviderFields {
  kind: ProviderKind
  program: string
  /** One argument a line. */
  args: string
  pattern: string
  host: string
  port: string
  user: string
  authentication: SettingsOf<'ssh'>['authentication']
  keyFile: string
  bindHost: string
  bindPort: string
  urlFrom: SettingsOf<'ssh'>['urlFrom']
  template: string
  domain: string
  url: string
}

const blank: ProviderFields = {
  kind: 'cloudflared',
  program: '',
  args: '',
  pattern: '',
  host: '',
  port: '22',
  user: '',
  authentication: 'agent',
  keyFile: '~/.ssh/id_ed25519',
  bindHost: 'localhost',
  bindPort: '0',
  urlFrom: 'template',
  template: '',
  domain: '',
  url: '',
}

/** Every provider in one, as far as it is given. */
type AnySettings = { [Name in keyof ProviderFields]?: string | number | string[] }

export function fieldsOf(settings: ProviderSettings | null): ProviderFields {
  if (settings === null) return blank
  const { args, ...rest }: AnySettings = settings
  const typed = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]))
  return { ...blank, ...typed, ...(Array.isArray(args) && { args: args.join('\n') }) } as ProviderFields
}

export type FieldProblems = Partial<Record<keyof ProviderFields, string>>

/** The settings the fields say, or what is wrong with which of them. */
export function settingsOf(
  fields: ProviderFields,
): { settings: ProviderSettings; problems: null } | { settings: null; problems: FieldProblems } {
  const problems = needed(fields)
  const parsed = providerSettingsSchema.safeParse({
    ...fields,
    args: fields.args.split('\n').filter((line) => line.trim() !== ''),
    port: numberIn(fields.port),
    bindPort: numberIn(fields.bindPort),
    pattern: fields.pattern.trim(),
  })
  for (const { path } of parsed.error?.issues ?? []) {
    const name = path[0] as keyof ProviderFields
    problems[name] ??= wanted[name] ?? 'That is not accepted.'
  }
  if (parsed.success && Object.keys(problems).length === 0) return { settings: parsed.data, problems: null }
  return { settings: null, problems }
}

/** What one choice makes another field need. */
function needed({ kind, urlFrom, template, authentication, keyFile }: ProviderFields): FieldProblems {
  if (kind !== 'ssh') return {}
  return {
    ...(urlFrom === 'template' && !/^https?:\/\/[^/\s]+\/?$/i.test(template) && { template: wanted.template }),
    ...(authentication === 'key' && keyFile.trim() === '' && { keyFile: 'The path of a private key.' }),
  }
}

const wanted: FieldProblems = {
  program: 'The name of a program on PATH, without a folder.',
  host: 'A host name or an address, without a scheme.',
  port: 'A port from 1 to 65535.',
  user: 'A user of that host.',
  bindPort: 'A port, or 0 to let the server choose.',
  template: 'Such as https://scim.example.com, without a path.',
  domain: 'A domain without a scheme, or nothing.',
  url: 'Such as https://scim.example.com, without a path.',
}

function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

/** The words of the command that starts this provider; a secret is never one of them. */
export function startWords(settings: ProviderSettings, rehearsal: boolean): string[] {
  return ['tunnel', 'start', '--provider', settings.kind, ...optionsOf(settings), ...(rehearsal ? ['--rehearsal'] : [])]
}

function optionsOf(settings: ProviderSettings): string[] {
  switch (settings.kind) {
    case 'cloudflared':
      return []
    case 'command':
      return [
        ...given(['--program', settings.program]),
        ...settings.args.map((arg) => `--arg=${arg}`),
        ...given(['--pattern', settings.pattern]),
      ]
    case 'ssh': {
      const { host, port, user, authentication, keyFile, bindHost, bindPort, urlFrom, template, pattern } = settings
      return given(
        ['--host', host],
        ['--port', port],
        ['--user', user],
        ['--auth', authentication],
        ['--key', authentication === 'key' ? keyFile : ''],
        ['--bind-host', bindHost],
        ['--bind-port', bindPort],
        ['--public-url', urlFrom === 'template' ? template : urlFrom],
        ['--pattern', urlFrom === 'output' ? pattern : ''],
      )
    }
    case 'ngrok':
      return given(['--domain', settings.domain])
    case 'url':
      return given(['--url', settings.url])
  }
}

function given(...pairs: [name: string, value: string | number][]): string[] {
  return pairs.flatMap(([name, value]) => (value === '' ? [] : [name, String(value)]))
}
