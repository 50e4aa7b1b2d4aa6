import { json } from '@codemirror/lang-json'
import { MergeView } from '@codemirror/merge'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeTheme } from '../../ui/code-theme.ts'
import classes from './requests.module.css'

interface Props {
  left: string
  right: string
  leftLabel: string
  rightLabel: string
}

/** Two texts side by side, equal parts folded away. */
export default function CodeCompare({ left, right, leftLabel, rightLabel }: Props) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (host.current === null) return undefined
    const view = new MergeView({
      parent: host.current,
      a: { doc: left, extensions: reading(leftLabel) },
      b: { doc: right, extensions: reading(rightLabel) },
      collapseUnchanged: { margin: 2, minSize: 6 },
    })
    return () => view.destroy()
  }, [left, right, leftLabel, rightLabel])
  return (
    <div className={classes.merge}>
      <div className={classes.mergeHead}>
        <span>{leftLabel}</span>
        <span>{rightLabel}</span>
      </div>
      <div ref={host} />
    </div>
  )
}

function reading(label: string): Extension[] {
  return [
    lineNumbers(),
    json(),
    codeTheme,
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
  ]
}
