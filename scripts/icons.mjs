// `node scripts/icons.mjs`: draws the icons of the installers and of the tray from the drawings below with Chromium, as PNG, ICO and
// ICNS. What it writes is kept in git, so that an installer needs neither this script nor a browser.
import { chromium } from '@playwright/test'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const resources = join(import.meta.dirname, '..', 'resources')
const known = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = known.find((path) => path && existsSync(path))

const box = (colour, width) => `<g fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round">
  <path d="M9 12.5 16 8.5l7 4v7l-7 4-7-4z"/><path d="m9 12.5 7 4 7-4M16 16.5v7" opacity=".7"/></g>`
const tile = `<rect width="32" height="32" rx="8" fill="#0f766e"/>${box('#fff', 2)}`
const svg = (viewBox, content) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">${content}</svg>`

const app = svg('0 0 32 32', tile)
/** macOS leaves a margin around the tile: 824 of 1024. */
const macApp = svg('-3.88 -3.88 39.76 39.76', tile)
const tray = svg('0 0 32 32', tile)
const trayAttention = svg('0 0 32 32', `${tile}<circle cx="25" cy="7" r="7" fill="#fff"/><circle cx="25" cy="7" r="5.5" fill="#d97706"/>`)
/** A template is black with transparency; the menu bar colours it. */
const trayTemplate = svg('6 6 20 20', box('#000', 2))

const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
const page = await browser.newPage()

async function draw(drawing, size) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${drawing}`)
  return page.screenshot({ omitBackground: true })
}

/** Entries are PNGs, which Windows reads since Vista. */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index
    // 256 is written as 0.
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)])
}

const icnsTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }

async function icns(drawing) {
  const parts = []
  for (const [type, size] of Object.entries(icnsTypes)) {
    const png = await draw(drawing, size)
    const head = Buffer.alloc(8)
    head.write(type, 0, 'latin1')
    head.writeUInt32BE(png.length + 8, 4)
    parts.push(head, png)
  }
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(8)
  head.write('icns', 0, 'latin1')
  head.writeUInt32BE(body.length + 8, 4)
  return Buffer.concat([head, body])
}

function write(name, bytes) {
  writeFileSync(join(resources, name), bytes)
  console.log(`resources/${name}  ${bytes.length}`)
}

for (const folder of ['icons', 'tray']) mkdirSync(join(resources, folder), { recursive: true })
for (const size of [16, 32, 48, 64, 128, 256, 512]) write(`icons/${size}x${size}.png`, await draw(app, size))
const images = []
for (const size of [16, 24, 32, 48, 64, 128, 256]) images.push({ size, png: await draw(app, size) })
write('icons/icon.ico', ico(images))
write('icons/icon.icns', await icns(macApp))
for (const [name, drawing] of Object.entries({ tray, trayAttention, trayTemplate })) {
  write(`tray/${name}.png`, await draw(drawing, 16))
  write(`tray/${name}@2x.png`, await draw(drawing, 32))
}
await browser.close()
