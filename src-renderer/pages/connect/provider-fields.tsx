import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type ProviderKind, providerKinds, providerNames } from '../../../src-shared/domain/tunnel.ts'
import classes from './connect.module.css'
import type { FieldProblems, ProviderFields } from './provider-form.ts'

export interface FormProps {
  fields: ProviderFields
  problems: FieldProblems
  set: (change: Partial<ProviderFields>) => void
}

const about: Record<ProviderKind, string> = {
  cloudflared: 'Starts cloudflared, which must be installed: a quick tunnel with https, and another URL at every start.',
  command: 'Starts any program on PATH that forwards, and reads the public URL from what it writes.',
  ssh: 'A host of your own that forwards a port to this machine, with a reverse proxy for https; or a public service that speaks SSH.',
  ngrok: 'Through the ngrok package, which is optional, with an authtoken of yours.',
  url: 'A reverse proxy or tunnel that is there already and leads to the SCIM listener. Scimbox does not watch it.',
}

/** Which provider, and what it needs to know. */
export function ProviderFieldset(form: FormProps) {
  const { fields, set } = form
  return (
    <>
      <NativeSelect
        label="Provider"
        description={about[fields.kind]}
        value={fields.kind}
        data={providerKinds.map((value) => ({ value, label: providerNames[value] }))}
        onChange={(event) => set({ kind: event.currentTarget.value as ProviderKind })}
      />
      {fields.kind === 'command' && <CommandFields {...form} />}
      {fields.kind === 'ssh' && <SshFields {...form} />}
      {fields.kind === 'ngrok' && (
        <Field form={form} name="domain" label="Domain" placeholder="ngrok gives one" hint="A domain of your ngrok account keeps the URL the same." />
      )}
      {fields.kind === 'url' && <Field form={form} name="url" label="Public URL" placeholder="https://scim.example.com" />}
    </>
  )
}

function CommandFields(form: FormProps) {
  const { fields, problems, set } = form
  return (
    <>
      <div className={classes.pair}>
        <Field form={form} name="program" label="Program" placeholder="bore" />
        <Field form={form} name="pattern" label="Pattern for its URL" placeholder="the first https:// that it writes" hint="RE2; its first group, or all of it." />
      </div>
      <Textarea
        label="Arguments, one a line"
        description="{url} and {port} become the address and the port of the SCIM listener."
        placeholder={'local\n{port}'}
        rows={3}
        spellCheck={false}
        value={fields.args}
        error={problems.args}
        onChange={(event) => set({ args: event.currentTarget.value })}
      />
    </>
  )
}

const authentications: [ProviderFields['authentication'], string][] = [
  ['agent', 'SSH agent'],
  ['key', 'Private key file'],
  ['password', 'Password'],
  ['none', 'None: a public service'],
]
const sources: [ProviderFields['urlFrom'], string][] = [
  ['template', 'https of my reverse proxy'],
  ['output', 'What the service writes'],
  ['plain', 'http to the port: rehearsal only'],
]

function SshFields(form: FormProps) {
  const { fields, set } = form
  return (
    <>
      <div className={classes.fields}>
        <Field form={form} name="host" label="Host" placeholder="scim.example.com" />
        <Field form={form} name="port" label="SSH port" />
        <Field form={form} name="user" label="User" />
        <NativeSelect
          label="Signs in by"
          value={fields.authentication}
          data={authentications.map(([value, label]) => ({ value, label }))}
          onChange={(event) => set({ authentication: event.currentTarget.value as ProviderFields['authentication'] })}
        />
        {fields.authentication === 'key' && <Field form={form} name="keyFile" label="Private key file" />}
      </div>
      <div className={classes.fields}>
        <Field form={form} name="bindHost" label="Listens on the host at" />
        <Field form={form} name="bindPort" label="Port there" hint="0: the server chooses." />
        <NativeSelect
          label="Public URL"
          value={fields.urlFrom}
          data={sources.map(([value, label]) => ({ value, label }))}
          onChange={(event) => set({ urlFrom: event.currentTarget.value as ProviderFields['urlFrom'] })}
        />
        {fields.urlFrom === 'template' && (
          <Field form={form} name="template" label="URL of the reverse proxy" placeholder="https://scim.example.com" hint="{port} becomes the port there." />
        )}
        {fields.urlFrom === 'output' && (
          <Field form={form} name="pattern" label="Pattern for its URL" placeholder="as localhost.run and serveo write it" />
        )}
      </div>
    </>
  )
}

/** One line of text of the form. */
function Field({
  form: { fields, problems, set },
  name,
  label,
  hint,
  placeholder,
}: {
  form: FormProps
  name: keyof ProviderFields
  label: string
  hint?: string
  placeholder?: string
}) {
  return (
    <TextInput
      label={label}
      description={hint}
      placeholder={placeholder}
      value={fields[name]}
      error={fields[name] === '' ? undefined : problems[name]}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  )
}
