import { Kbd, Modal } from '@mantine/core'
import { commandGroups } from '../../src-shared/desktop/messages.ts'
import { useCommandList } from '../lib/commands.ts'
import classes from './shortcut-sheet.module.css'

/** Every key that works on this page. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const commands = useCommandList().filter(({ keys }) => keys !== undefined)
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size="620px">
      <div className={classes.sheet}>
        {commandGroups.map((group) => {
          const listed = commands.filter((command) => (command.group ?? 'Do') === group)
          return listed.length === 0 ? null : (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {listed.map(({ id, label, keys }) => (
                  <div key={id}>
                    <dt>{label}</dt>
                    <dd>
                      <Keys keys={keys ?? ''} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
      <p className="muted small">Single keys are off while you type.</p>
    </Modal>
  )
}

/** `g u` as two keys, `mod+k` as the chord of this machine. */
export function Keys({ keys }: { keys: string }) {
  const modifier = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'
  return (
    <span className={classes.keys}>
      {keys.split(/[ +]/).map((key) => (
        <Kbd key={key}>{key === 'mod' ? modifier : key === 'escape' ? 'Esc' : key.toUpperCase()}</Kbd>
      ))}
    </span>
  )
}
