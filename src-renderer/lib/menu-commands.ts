import type { MenuCommand } from '../../src-shared/desktop/messages.ts'
import type { Command } from './commands.ts'

/**
 * Makes the commands of the native menu from those that are registered now; null when nothing about them changed. A command of a page
 * that is not shown stays, disabled, so that it is found where it was; a way to somewhere goes with its page.
 */
export function createMenu(): (registered: readonly Command[]) => MenuCommand[] | null {
  const known = new Map<string, MenuCommand>()
  let told = ''
  return (registered) => {
    for (const [id, command] of known) {
      if (command.group === 'Go to') known.delete(id)
      else known.set(id, { ...command, enabled: false })
    }
    for (const command of registered.filter(isOfMenu)) known.set(command.id, menuCommand(command))
    const menu = [...known.values()]
    const text = JSON.stringify(menu)
    if (text === told) return null
    told = text
    return menu
  }
}

/** Moving a row down makes sense by key only; a chord is worth finding in the menu. */
function isOfMenu({ label, keyOnly, keys }: Command): boolean {
  return label !== '' && (keyOnly !== true || keys?.startsWith('mod+') === true)
}

function menuCommand({ id, label, keys, group = 'Do' }: Command): MenuCommand {
  return { id, label, group, enabled: true, ...(keys !== undefined && { keys }) }
}
