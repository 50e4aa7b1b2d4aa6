import { NativeSelect } from '@mantine/core'

/** A small choice whose name is said, not shown. */
export function QuietSelect({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: [string, string][]
  onChange: (value: string) => void
}) {
  return (
    <NativeSelect
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={options.map(([id, text]) => ({ value: id, label: text }))}
    />
  )
}
