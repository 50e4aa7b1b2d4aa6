import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'
import classes from './toast.module.css'

const ToastContext = createContext<(text: string) => void>(() => undefined)
const shownMs = 4_000

/** Says one sentence at the foot of the window, to the eye and to a screen reader. */
export function useToast(): (text: string) => void {
  return useContext(ToastContext)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const say = useCallback((next: string) => {
    clearTimeout(timer.current)
    setText(next)
    timer.current = setTimeout(() => setText(''), shownMs)
  }, [])
  const toast = text === '' ? null : <div className={classes.toast}>{text}</div>
  return (
    <ToastContext.Provider value={say}>
      {children}
      <div role="status" aria-live="polite" className={classes.region}>
        {toast}
      </div>
    </ToastContext.Provider>
  )
}
