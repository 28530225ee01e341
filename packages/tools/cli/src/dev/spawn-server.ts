import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ChildSettings, isListeningMessage, SETTINGS_VARIABLE } from './child-message.ts';
import type { ServerChild } from './server-process.ts';

/** Starts the sync server in a process of its own, with the Node and the conditions of this one. */
export function spawnServer(settings: ChildSettings): ServerChild {
  const child = fork(fileURLToPath(import.meta.resolve('@statehouse/cli/server-child')), [], {
    env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify(settings) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    pid: child.pid ?? 0,
    onListening(callback) {
      child.on('message', (message) => {
        if (!isListeningMessage(message)) return;
        const { kind: _, ...ports } = message;
        callback(ports);
      });
    },
    onExit(callback) {
      let left = false;
      const leave = (reason: string) => {
        if (left) return;
        left = true;
        callback(reason);
      };
      child.on('error', (error) => leave(error.message));
      child.on('exit', (code, signal) => leave(signal ?? `exit ${code}`));
    },
    kill: () => void child.kill('SIGKILL'),
    drain: () => void child.kill('SIGTERM'),
  };
}
