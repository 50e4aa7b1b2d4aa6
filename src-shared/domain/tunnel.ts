import { z } from 'zod'

/** Who carries requests from the public to the SCIM listener. */
export const providerKinds = ['cloudflared', 'command', 'ssh', 'ngrok', 'url'] as const
export type ProviderKind = (typeof providerKinds)[number]

export const sshAuthentications = ['agent', 'key', 'password', 'none'] as const

const host = z.string().regex(/^[\w.:-]{1,253}$/, 'a host name or an address, without a scheme')
const port = z.number().int().min(0).max(65_535)

/** A public address without a path: paths belong to the SCIM endpoint. */
const origin = z.url({ protocol: /^https?$/ }).max(500)
  .refine((url) => /^https?:\/\/[^/?#]+\/?$/i.test(url), 'only scheme, host and port: the SCIM path is added')

/** Where the public URL of an SSH tunnel comes from. */
export const sshUrlSources = ['template', 'output', 'plain'] as const

const cloudflared = z.object({ kind: z.literal('cloudflared') })
const command = z.object({
  kind: z.literal('command'),
  program: z.string().regex(/^[\w.+-]{1,100}$/, 'the name of a program on PATH, without a folder'),
  args: z.array(z.string().max(1000)).max(50).describe('`{url}` and `{port}` become the address and the port of the SCIM listener.'),
  pattern: z.string().max(500).describe('RE2; its first group, or all of the match, is the public URL. Empty for the first https:// URL.'),
})
const ssh = z.object({
  kind: z.literal('ssh'),
  host,
  port: port.min(1).default(22),
  user: z.string().min(1).max(100),
  authentication: z.enum(sshAuthentications),
  keyFile: z.string().max(1000).default('').describe('Path of the private key, for authentication by key.'),
  bindHost: z.string().max(253).default('localhost').describe('Address the server listens on.'),
  bindPort: port.default(0).describe('0: the server chooses.'),
  urlFrom: z.enum(sshUrlSources).describe(
    'The public URL: the template; what the server prints in the session; or plain http to the port, for a rehearsal.',
  ),
  template: z.string().max(500).default('').describe('Such as https://scim.example.com; `{port}` becomes the port on the server.'),
  pattern: z.string().max(500).default('').describe('As for a command, on what the server prints. Empty for that of public services.'),
})
const ngrok = z.object({ kind: z.literal('ngrok'), domain: z.string().regex(/^[\w.-]{0,253}$/).default('').describe('Empty: ngrok gives one.') })
const url = z.object({ kind: z.literal('url'), url: origin })

export const providerSettingsSchema = z.discriminatedUnion('kind', [cloudflared, command, ssh, ngrok, url])
export type ProviderSettings = z.infer<typeof providerSettingsSchema>
export type SettingsOf<Kind extends ProviderKind> = Extract<ProviderSettings, { kind: Kind }>

export const tunnelStates = ['off', 'starting', 'up', 'reconnecting', 'failed'] as const
export type TunnelPhase = (typeof tunnelStates)[number]

export const checkIds = ['listener', 'program', 'package', 'hostKey', 'login', 'https', 'certificate', 'reach', 'scimOnly', 'clock', 'token'] as const
type CheckId = (typeof checkIds)[number]

/** One thing that must hold, or should. `later`: not known before the tunnel is up. */
export const checkSchema = z.object({
  id: z.enum(checkIds),
  title: z.string(),
  outcome: z.enum(['ok', 'warn', 'bad', 'later']),
  /** What was found; what failed in the words of who failed, and what to do. */
  text: z.string(),
  /** The SHA-256 fingerprint of a host key that is not trusted yet, and the one trusted before. */
  hostKey: z.object({ fingerprint: z.string(), trusted: z.string().nullable() }).optional(),
})
export type Check = z.infer<typeof checkSchema>

const needsOfOkta: readonly CheckId[] = ['https', 'certificate', 'reach']

/** Whether a check stops a start. What only Okta needs of the public URL does not stop a rehearsal without Okta. */
export function stopsStart({ id, outcome }: Check, isRehearsal: boolean): boolean {
  return outcome === 'bad' && !(isRehearsal && needsOfOkta.includes(id))
}

export const providerNames: Record<ProviderKind, string> = {
  cloudflared: 'cloudflared', command: 'Another program', ssh: 'SSH remote forwarding', ngrok: 'ngrok', url: 'My own URL',
}
