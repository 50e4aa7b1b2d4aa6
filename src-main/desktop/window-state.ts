import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const side = z.int().min(200).max(20_000)
const stateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: side, height: side }),
  isMaximized: z.boolean(),
})

export interface WindowState {
  /** In device-independent pixels; without a place the window is centred. */
  bounds: Partial<Rectangle> & { width: number; height: number }
  isMaximized: boolean
}

const fresh: WindowState = { bounds: { width: 1280, height: 840 }, isMaximized: false }

/** Size and place of the last window; the default where none was kept, or where its screen is gone. */
export function readWindowState(dataDir: string): WindowState {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')))
    const isVisible = screen.getAllDisplays().some(({ workArea }) => overlaps(workArea, state.bounds))
    return isVisible ? state : { ...fresh, isMaximized: state.isMaximized }
  } catch {
    return fresh
  }
}

export function writeWindowState(dataDir: string, window: BrowserWindow): void {
  const state = { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }
  try {
    writeFileSync(fileIn(dataDir), JSON.stringify(state))
  } catch (error) {
    console.error(`scimbox: the place of the window could not be kept: ${(error as Error).message}`)
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'window.json')
}

function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
