// Runs before the first paint, so that a dark console never flashes white.
(() => {
  let chosen = null
  try {
    chosen = localStorage.getItem('scimbox-theme')
  } catch {
    chosen = null
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
