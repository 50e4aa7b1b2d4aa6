import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useToast } from './toast.tsx'

const confirmedMs = 1_500

/** Puts a text on the clipboard and says so. `wide` shows the words, else they are its accessible name. */
export function CopyButton({ text, label, wide = false }: { text: string; label: string; wide?: boolean }) {
  const [copied, setCopied] = useState(false)
  const copy = useCopy()
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), confirmedMs)
    return () => clearTimeout(timer)
  }, [copied])
  const onClick = () => void copy(text, label).then(setCopied)
  const icon = copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />
  if (wide)
    return (
      <Button leftSection={icon} onClick={onClick}>
        {label}
      </Button>
    )
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

/** Copies, and answers whether it worked: a page without focus or permission may not. */
export function useCopy(): (text: string, label: string) => Promise<boolean> {
  const toast = useToast()
  return async (text, label) => {
    const worked = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    toast(
      worked ? `${label.replace(/^Copy /, '')} copied.` : 'The browser did not allow copying. Select the text instead.',
    )
    return worked
  }
}
