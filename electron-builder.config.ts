import type { Configuration } from 'electron-builder'

// A secret that the workflow does not have is empty, which electron-builder takes for the path of a certificate.
if (process.env.CSC_LINK === '') delete process.env.CSC_LINK
/** A certificate in the environment, as electron-builder reads it; without one macOS is signed ad hoc, and the others not at all. */
const isSigned = Boolean(process.env.CSC_LINK)

/** The installers. Signing needs secrets that are not in here, and nothing is published or updated by itself. */
export default {
  appId: 'dev.scimbox.desktop',
  productName: 'Scimbox',
  copyright: 'MIT licence',
  directories: { buildResources: 'resources/icons', output: 'dist' },
  // The deb wants a page; `.invalid` until the project has one.
  extraMetadata: { homepage: 'https://scimbox.invalid/', desktopName: 'scimbox.desktop' },
  publish: null,
  detectUpdateChannel: false,
  generateUpdatesFilesForAllChannels: false,

  // better-sqlite3 brings one binary for Node and Electron alike, so there is nothing to rebuild.
  npmRebuild: false,
  files: [
    'out/**',
    'resources/tray/**',
    '!node_modules/better-sqlite3/{deps,src}/**',
    '!node_modules/better-sqlite3/binding.gyp',
    '!node_modules/better-sqlite3/prebuilds/!(${platform}-${arch}).node',
  ],
  // Left to itself it unpacks whole packages, and what is unpacked is not validated (what is packed is, on macOS and Windows). The
  // operating system loads a library from a file; all script stays inside, that of the worker threads too, which have read archives
  // like the main thread since Electron 18.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },

  linux: {
    executableName: 'scimbox',
    target: ['AppImage', 'deb'],
    icon: '.',
    category: 'Development',
    maintainer: 'Scimbox maintainers <maintainers@scimbox.invalid>',
    synopsis: 'Rehearse Okta SCIM provisioning before touching production',
    syncDesktopName: true,
  },
  // Left to itself the desktop entry says --no-sandbox; what starts the AppImage adds it where it has to, and only there.
  appImage: { executableArgs: [] },
  mac: {
    target: ['dmg', 'zip'],
    icon: 'icon.icns',
    category: 'public.app-category.developer-tools',
    // Apple silicon starts nothing that is not signed at all; the hardened runtime starts nothing that is signed ad hoc.
    identity: isSigned ? undefined : '-',
    hardenedRuntime: isSigned,
  },
  win: { target: ['nsis'], icon: 'icon.ico' },
  // Without a channel of updates there is nothing to compute differences for.
  dmg: { writeUpdateInfo: false },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, differentialPackage: false, packElevateHelper: false },
} satisfies Configuration
