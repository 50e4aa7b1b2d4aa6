import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

export interface Source {
  /** From the root, with slashes. */
  path: string
  text: string
  /** Relative imports as paths from the root, packages by name. */
  imports: string[]
}

/** Every TypeScript source below the folder. */
export function sources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name)
      const text = readFileSync(file, 'utf8')
      return { path: fromRoot(file), text, imports: specifiers(text).map((name) => (name.startsWith('.') ? fromRoot(resolve(dirname(file), name)) : name)) }
    })
}

/** Static, dynamic and re-exporting imports; type-only ones count too. */
export function specifiers(text: string): string[] {
  const found = text.matchAll(/\b(?:from|import)\s*\(?\s*(['"`])([^'"`]+)\1/g)
  return [...found].map((match) => match[2]!)
}

/** Of a bundle: `import … from`, `export … from` and bare imports, minified or not. */
export function staticImports(text: string): string[] {
  const matches = text.matchAll(/(?:^|[;\n}])\s*(?:import|export)\s*(?:[\w$*{][^;'"()]*?from\s*)?(['"])([^'"]+)\1/g)
  return [...matches].map((match) => match[2]!)
}

function fromRoot(file: string): string {
  return relative(root, file).split(sep).join('/')
}
