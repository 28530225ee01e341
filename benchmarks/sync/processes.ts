import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A child of the bench that speaks JSON lines. */
export interface Child {
  /** The next line that it writes, parsed. Rejects if it ends before. */
  line(): Promise<unknown>;
  /** Writes a line to it. */
  tell(line: string): void;
  stop(): Promise<void>;
}

/** Starts a file of this folder on the running Node, with its errors passed on to stderr. */
export function startChild(file: string, args: readonly string[]): Child {
  const path = new URL(file, import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${file} ended without an answer`);
      const parsed: unknown = JSON.parse(value);
      return parsed;
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    stop: () => stopChild(child),
  };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}
