import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('./server-entry.ts', import.meta.url));

/** A real server in a process of its own, which can be killed. */
export class ServerProcess {
  readonly port: number;
  readonly folder: string;
  #child: ChildProcess | undefined;

  constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/sync`;
  }

  /** Starts it and waits until it listens. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--conditions=statehouse-source', ENTRY, this.folder, String(this.port)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    this.#child = child;
    await Promise.race([
      listening(child),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server exited with ${code}`))),
    ]);
  }

  /** `kill -9`: nothing can be finished. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

/** The rest of what it says is read and dropped, so that it never waits for a reader. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (piece) => {
      if (said.includes('listening')) return;
      said += String(piece);
      if (said.includes('listening')) resolve();
    });
  });
}
