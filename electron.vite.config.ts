import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const entries = { cli: 'src-main/cli.ts', desktop: 'src-main/desktop.ts', worker: 'src-main/worker.ts' }

/** The main entries also run under plain Node, so they stay ESM with their dependencies outside the bundle. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: false,
      // Of itself it leaves out `dependencies`, not the optional ones.
      externalizeDeps: { include: ['@ngrok/ngrok'] },
      rolldownOptions: {
        input: entries,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  // A sandboxed preload is one file of CommonJS.
  preload: {
    build: {
      outDir: 'out/preload',
      sourcemap: false,
      rolldownOptions: { input: { preload: 'src-main/desktop/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src-renderer',
    // Deep links are answered with the same page, so its assets are named from the root; electron-vite says `./`.
    plugins: [react(), { name: 'scimbox:assets-from-the-root', config: () => ({ base: '/' }) }],
    build: {
      outDir: 'out/renderer',
      rolldownOptions: { input: 'src-renderer/index.html' },
      emptyOutDir: true,
      sourcemap: false,
      // electron-vite leaves the renderer as it is unless told.
      minify: 'oxc',
      cssMinify: true,
      // A font as a data: URL would need `font-src data:`.
      assetsInlineLimit: 0,
    },
  },
})
