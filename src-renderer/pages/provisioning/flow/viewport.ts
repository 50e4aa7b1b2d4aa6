export interface View {
  x: number
  y: number
  zoom: number
}
interface Size {
  width: number
  height: number
}
type Rect = Size & { x: number; y: number }

const margin = 28
/** Below this text cannot be read: a long picture starts at its top instead. */
const smallest = 0.66

/** All of the picture where that can be read, else its upper end at the width of the window. */
export function startView(window: Size, boxes: readonly Rect[]): View {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y
  const byWidth = (window.width - 2 * margin) / width
  const byHeight = (window.height - 2 * margin) / height
  const zoom = Math.min(1, Math.max(smallest, byHeight < smallest ? byWidth : Math.min(byWidth, byHeight)))
  const spare = window.width - width * zoom
  return { zoom, x: Math.max(margin, spare / 2) - x * zoom, y: margin - y * zoom }
}

/** So much of the rows around a box stays in view that the focus can move on to them. */
const ahead = 130

/** The view moved just so far that a box, and the rows next to it, are inside; the same view where they are already. */
export function reveal(view: View, window: Size, box: Rect): View {
  const x = box.x * view.zoom + view.x
  const y = box.y * view.zoom + view.y
  const dx = shift(x, x + box.width * view.zoom, window.width, margin)
  const dy = shift(y, y + box.height * view.zoom, window.height, Math.min(ahead, window.height / 3))
  return dx === 0 && dy === 0 ? view : { ...view, x: view.x + dx, y: view.y + dy }
}

function shift(from: number, to: number, end: number, border: number): number {
  if (from < border) return border - from
  return to > end - border ? Math.max(end - border - to, border - from) : 0
}
