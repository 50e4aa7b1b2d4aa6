import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, foldKeymap } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeTheme } from './code-theme.ts'
import classes from './code-view.module.css'

interface Props {
  value: string
  label: string
  onChange?: (value: string) => void
  minHeight?: number
}

/** CodeMirror for JSON. Tab leaves it, as anything a keyboard enters. */
export default function CodeEditor({ value, label, onChange, minHeight }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const changed = useRef(onChange)
  useEffect(() => {
    changed.current = onChange
  })
  const editable = onChange !== undefined
  useEffect(() => {
    if (host.current === null) return undefined
    view.current = new EditorView({
      parent: host.current,
      state: stateFor(value, label, editable, (text) => changed.current?.(text)),
    })
    return () => view.current?.destroy()
    // A new value goes into the editor that is there, below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [label, editable])
  useEffect(() => {
    const now = view.current
    if (now === null || now.state.doc.toString() === value) return
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } })
  }, [value])
  return <div ref={host} className={classes.editor} data-editable={editable} style={{ minHeight }} />
}

function stateFor(doc: string, label: string, editable: boolean, onChange: (text: string) => void): EditorState {
  return EditorState.create({
    doc,
    extensions: [
      lineNumbers(),
      foldGutter(),
      history(),
      drawSelection(),
      bracketMatching(),
      json(),
      codeTheme,
      keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap]),
      EditorView.lineWrapping,
      EditorState.readOnly.of(!editable),
      EditorView.contentAttributes.of({ 'aria-label': label, ...(editable ? {} : { 'aria-readonly': 'true' }) }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString())
      }),
    ],
  })
}
