import { count } from '../lib/format.ts'
import classes from './filter-chips.module.css'

export interface FilterOption {
  value: string
  label: string
  count?: number
}

/** A choice of one among a few, each with how many there are. */
export function FilterChips({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string
  options: FilterOption[]
  onChange: (value: string) => void
}) {
  return (
    <div role="group" aria-label={label} className={classes.chips}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={classes.chip}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className={classes.count}>{count(option.count)}</span>}
        </button>
      ))}
    </div>
  )
}
