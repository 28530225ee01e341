import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { Cell, ContenderOptions } from './meter.ts';
import { cellKey, isReport, type Report, type Request } from './report.ts';

const ENTRY = resolve(import.meta.dirname, 'contender-process.ts');

/** A contender in its own process; asked one thing at a time. Rejected once the process fails or ends. */
export class RunningContender {
  readonly impl: string;
  readonly #child: ChildProcess;
  #cells: readonly Cell[] = [];

  private constructor(impl: string, child: ChildProcess) {
    this.impl = impl;
    this.#child = child;
  }

  /** Resolved when it has its data. */
  static async start(
    bench: string,
    impl: string,
    { n, quick, heapMb }: ContenderOptions & { readonly heapMb: number },
  ): Promise<RunningContender> {
    const child = fork(ENTRY, [bench, impl, String(n), ...(quick ? ['--quick'] : [])], {
      execArgv: [
        '--conditions=statehouse-source',
        '--expose-gc',
        `--max-old-space-size=${heapMb}`,
        // The caches of the processor hold a new space of this size; a larger one would favour nobody but costs memory.
        '--max-semi-space-size=16',
      ],
      // What a library prints is not a figure.
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const contender = new RunningContender(impl, child);
    const report = await contender.#next();
    if (report.kind !== 'ready') throw new Error(`${impl} said ${report.kind} before it was ready`);
    contender.#cells = report.cells;
    return contender;
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** One sample of a cell; undefined if this contender does not give it. */
  async sample(key: string): Promise<number | undefined> {
    const cell = this.#cells.findIndex((entry) => cellKey(entry) === key);
    if (cell === -1) return undefined;
    const answer = this.#next();
    const request: Request = { cell };
    this.#child.send(request);
    const report = await answer;
    return report.kind === 'sampled' ? report.value : undefined;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }

  #next(): Promise<Report> {
    const child = this.#child;
    return new Promise((resolveReport, reject) => {
      const onMessage = (message: unknown) => {
        settle();
        if (!isReport(message)) reject(new Error(`${this.impl} said something unknown`));
        else if (message.kind === 'failed') reject(new Error(message.message));
        else resolveReport(message);
      };
      const onExit = (code: number | null, signal: string | null) => {
        settle();
        reject(new Error(`its process ended (${signal ?? code})`));
      };
      const settle = () => {
        child.off('message', onMessage);
        child.off('exit', onExit);
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
    });
  }
}
