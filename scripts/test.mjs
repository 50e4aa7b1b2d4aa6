// `npm test`: typecheck, lint, build, unit and conformance tests, journeys. Runs on any Node: each tool is started under the
// project's own Node 24. Ends in one line, `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from './tool.mjs'

const reports = mkdtempSync(join(tmpdir(), 'scimbox-test-'))
const counts = { passed: 0, failed: 0, skipped: 0 }

function run(tool, args, env = {}) {
  console.log(`\n> ${tool} ${args.join(' ')}`)
  return runTool(tool, args, env) === 0
}

function must(tool, args) {
  if (run(tool, args)) return
  counts.failed += 1
  finish()
}

function finish() {
  rmSync(reports, { recursive: true, force: true })
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  process.exit(counts.failed > 0 ? 1 : 0)
}

function chromium() {
  const known = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return known.find((path) => path && existsSync(path))
}

function ensureChromium() {
  if (chromium()) return
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (debian) {
    spawnSync('sh', ['-c', 'apt-get update -q && apt-get install -yq --no-install-recommends chromium'], { stdio: 'inherit' })
  } else {
    run('playwright', ['install', 'chromium'])
  }
}

/** The tunnel is tested with a real OpenSSH server and certificates made anew; without them those tests are skipped with the reason. */
function ensureOpenssh() {
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (existsSync('/usr/sbin/sshd') || !debian) return
  spawnSync('sh', ['-c', 'apt-get update -q && apt-get install -yq --no-install-recommends openssh-server openssl'], { stdio: 'inherit' })
}

must('tsc', ['-p', 'tsconfig.node.json'])
must('tsc', ['-p', 'tsconfig.web.json'])
must('oxlint', [])
must('electron-vite', ['build'])
ensureOpenssh()

const unit = join(reports, 'unit.json')
const unitOk = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`])
if (existsSync(unit)) {
  const report = JSON.parse(readFileSync(unit, 'utf8'))
  counts.passed += report.numPassedTests
  counts.failed += report.numFailedTests
  counts.skipped += report.numPendingTests
}
if (!unitOk && counts.failed === 0) counts.failed += 1

if (existsSync('test/journeys') && readdirSync('test/journeys').some((name) => name.endsWith('.spec.ts'))) {
  ensureChromium()
  const journeys = join(reports, 'journeys.json')
  const ok = run('playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: journeys, CHROMIUM_PATH: chromium() ?? '' })
  if (existsSync(journeys)) {
    const { stats } = JSON.parse(readFileSync(journeys, 'utf8'))
    counts.passed += stats.expected
    counts.failed += stats.unexpected + stats.flaky
    counts.skipped += stats.skipped
  }
  if (!ok && counts.failed === 0) counts.failed += 1
}
finish()
