import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** CodeMirror in the colours and type of the console, the same in both themes. */
export const codeTheme = [
  EditorView.theme({
    '&': { fontSize: '12.5px', color: 'var(--text)', backgroundColor: 'transparent' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--font-code)', fontVariantLigatures: 'none', lineHeight: '20px' },
    '.cm-content': { padding: '8px 0', caretColor: 'var(--accent)' },
    '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--text-3)', border: 'none', fontSize: '11.5px' },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
    '.cm-cursor': { borderLeftColor: 'var(--accent)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent)',
    },
    '.cm-foldPlaceholder': {
      backgroundColor: 'var(--hover)',
      border: 'none',
      color: 'var(--text-2)',
      padding: '0 6px',
    },
    '.cm-changedLine': { backgroundColor: 'var(--warn-soft) !important' },
    '.cm-changedText': {
      background: 'color-mix(in srgb, var(--warn) 10%, transparent) !important',
      boxShadow: 'inset 0 -2px 0 var(--warn)',
    },
    '.cm-deletedChunk': { backgroundColor: 'var(--bad-soft) !important' },
    '.cm-collapsedLines.cm-collapsedLines': {
      background: 'var(--hover)',
      color: 'var(--text-2)',
      fontFamily: 'var(--font-text)',
    },
    '.cm-collapsedLines.cm-collapsedLines:before, .cm-collapsedLines.cm-collapsedLines:after': { content: '"⋯"' },
    '&.cm-merge-a.cm-merge-a .cm-changedLineGutter': { background: 'var(--bad)' },
    '&.cm-merge-b.cm-merge-b .cm-changedLineGutter': { background: 'var(--good)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: tags.propertyName, color: 'var(--accent-text)' },
      { tag: tags.string, color: 'var(--text)' },
      { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
      { tag: tags.punctuation, color: 'var(--text-3)' },
    ]),
  ),
]
