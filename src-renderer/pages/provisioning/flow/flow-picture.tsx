import '@xyflow/react/dist/base.css'
import { ActionIcon, Tooltip } from '@mantine/core'
import { MiniMap, Position, ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi, useViewport, type Edge } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type WheelEvent } from 'react'
import type { Flow } from '../../../../src-shared/api/flow.ts'
import { FlowBox, SurroundingsContext, type FlowNode } from './boxes.tsx'
import classes from './flow.module.css'
import { columns, layOut, type Box, type Line, type Picture } from './layout.ts'
import { Legend } from './legend.tsx'
import { rowsOf, type Section } from './rows.ts'
import { reveal, startView } from './viewport.ts'

interface Props {
  flow: Flow
  /** What is looked at: another one starts at its beginning. Null while it is on its way. */
  focus: string | null
  open: string
  hrefOf: (box: string) => string
}

const nodeTypes = { box: FlowBox }
/** Up to so many boxes an overview only repeats what is in view. */
const overviewFrom = 60
const overviewSize = { width: 120, height: 120 }

/** The flow picture on its canvas. */
export default function FlowPicture(props: Props) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
}

function Canvas({ flow, focus, open, hrefOf }: Props) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<Section>>(new Set())
  const picture = useMemo(() => layOut(flow, rowsOf(flow, unfolded)), [flow, unfolded])
  const nodes = useMemo(() => picture.boxes.map(nodeOf), [picture])
  const edges = useMemo(() => picture.lines.map(edgeOf), [picture])
  const moves = useMoves(picture, focus)
  const { onFocus } = moves
  const around = useMemo(
    () => ({ open, hrefOf, onFocus, unfold: (section: Section) => setUnfolded((before) => new Set([...before, section])) }),
    [open, hrefOf, onFocus],
  )
  return (
    <SurroundingsContext value={around}>
      <Headings />
      <div
        className={classes.canvas}
        role="group"
        aria-label="Flow picture. Arrow keys move it, plus and minus zoom."
        tabIndex={0}
        onKeyDown={moves.onKeyDown}
        onWheelCapture={keepBrowserZoom}
      >
        <ReactFlow<FlowNode, Edge>
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          onlyRenderVisibleElements
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          zoomOnScroll={false}
          zoomOnDoubleClick={false}
          panOnScroll
          minZoom={0.1}
          maxZoom={1.5}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          proOptions={{ hideAttribution: true }}
          onInit={moves.start}
        >
          {picture.boxes.length > overviewFrom && (
            <MiniMap pannable ariaLabel="Overview" style={overviewSize} className={classes.overview} nodeClassName={overviewClass} />
          )}
        </ReactFlow>
      </div>
      <footer className={classes.foot}>
        <Legend />
        <Buttons {...moves} />
      </footer>
    </SurroundingsContext>
  )
}

/** They follow the columns, and stay when the picture moves up under them. */
function Headings() {
  const { x, zoom } = useViewport()
  return (
    <div className={classes.headings}>
      {columns.map(({ text, ...column }) => (
        <span key={text} style={{ left: x + column.x * zoom, width: column.width * zoom }}>
          {text}
        </span>
      ))}
    </div>
  )
}

function Buttons({ zoomBy, start }: Pick<ReturnType<typeof useMoves>, 'zoomBy' | 'start'>) {
  const buttons = [
    ['Zoom in', Plus, () => zoomBy(1.25)],
    ['Zoom out', Minus, () => zoomBy(0.8)],
    ['Back to the start', Maximize, start],
  ] as const
  return (
    <div className={classes.buttons}>
      {buttons.map(([label, Icon, onClick]) => (
        <Tooltip key={label} label={label} position="top">
          <ActionIcon aria-label={label} onClick={onClick}>
            <Icon size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  )
}

const step = 80

/** Moving over the canvas by key, by button and by the focus. */
function useMoves({ boxes }: Picture, focus: string | null) {
  const flow = useReactFlow()
  const store = useStoreApi()
  const latest = useRef(boxes)
  useEffect(() => {
    latest.current = boxes
  })
  const moves = useMemo(() => {
    const size = () => ({ width: store.getState().width, height: store.getState().height })
    const start = () => void flow.setViewport(startView(size(), latest.current))
    const zoomBy = (factor: number) => void flow.zoomTo(flow.getZoom() * factor)
    const pan = (x: number, y: number) => {
      const view = flow.getViewport()
      void flow.setViewport({ ...view, x: view.x + x, y: view.y + y })
    }
    const keys: Record<string, () => void> = {
      ArrowUp: () => pan(0, step),
      ArrowDown: () => pan(0, -step),
      ArrowLeft: () => pan(step, 0),
      ArrowRight: () => pan(-step, 0),
      '+': () => zoomBy(1.25),
      '-': () => zoomBy(0.8),
    }
    return {
      start,
      zoomBy,
      onFocus: (id: string) => {
        const box = latest.current.find((each) => each.id === id)
        if (box !== undefined) void flow.setViewport(reveal(flow.getViewport(), size(), box))
      },
      onKeyDown: (event: KeyboardEvent) => {
        const run = keys[event.key]
        if (run === undefined || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        run()
      },
    }
  }, [flow, store])
  const seen = useRef(focus)
  useEffect(() => {
    if (focus === null || focus === seen.current) return
    seen.current = focus
    moves.start()
  }, [focus, moves])
  return moves
}

/** With Ctrl the wheel zooms the page, here as anywhere. */
function keepBrowserZoom(event: WheelEvent) {
  if (event.ctrlKey || event.metaKey) event.stopPropagation()
}

function nodeOf({ id, x, y, width, height, content }: Box): FlowNode {
  const end = { y: height / 2, width: 1, height: 1 }
  return {
    id,
    type: 'box',
    position: { x, y },
    width,
    height,
    data: { content },
    handles: [
      { type: 'target', position: Position.Left, x: 0, ...end },
      { type: 'source', position: Position.Right, x: width, ...end },
    ],
  }
}

function edgeOf({ id, source, target, state, below = false }: Line): Edge {
  const shape = below ? { type: 'smoothstep', pathOptions: { stepPosition: 0.04, borderRadius: 12 } } : {}
  return { id, source, target, className: classes[state], selectable: false, ...shape }
}

function overviewClass({ data: { content } }: FlowNode): string {
  if (content.kind === 'mapping' && content.mapping !== null && content.mapping.conflicts > 0) return classes.overviewConflict ?? ''
  return content.kind === 'section' ? (classes.overviewNone ?? '') : ''
}
