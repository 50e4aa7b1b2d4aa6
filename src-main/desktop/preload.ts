import { contextBridge, ipcRenderer } from 'electron'
import { type Bridge, bridgeName, channels } from '../../src-shared/desktop/bridge.ts'

/** The bridge of the console: sandboxed, and nothing of Electron itself reaches the page. The host checks sender and content. */
const bridge: Bridge = {
  showCommands: (commands) => ipcRenderer.send(channels.commands, commands),
  onCommand: (run) => listen(channels.command, run),
  onSaved: (hear) => listen(channels.saved, hear),
  reveal: (id) => ipcRenderer.invoke(channels.reveal, id),
  automation: () => ipcRenderer.invoke(channels.automation),
  setAutomation: (wanted) => ipcRenderer.invoke(channels.setAutomation, wanted),
}

function listen<Message>(channel: string, hear: (message: Message) => void): () => void {
  const listener = (_event: unknown, message: Message) => hear(message)
  ipcRenderer.on(channel, listener)
  return () => void ipcRenderer.off(channel, listener)
}

contextBridge.exposeInMainWorld(bridgeName, bridge)
