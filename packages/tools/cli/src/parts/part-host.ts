import type { Schema } from '@statehouse/db';
import { isStatehouseError, type Timers } from '@statehouse/kernel';
import { cliError } from '../errors.ts';
import type { OpenHouse } from './open-house.ts';
import { isRunningPart, type RunningPart, type ServerPart } from './server-part.ts';

/** How far a part has come. */
export type PartState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly part: RunningPart }
  | { readonly kind: 'failed' };

export interface PartHostPorts<S extends Schema> {
  readonly timers: Timers;
  openHouse(part: string): OpenHouse<S>;
  /** Hears of a part that could not start, or not end in time. */
  report(error: Error): void;
}

const CLOSE_LIMIT_MS = 2_000;

/**
 * The parts of one application, from their start to their end.
 *
 * Invariant: what has started is closed exactly once, and its house after it; one part's failure is no other's.
 */
export class PartHost<S extends Schema> {
  readonly #ports: PartHostPorts<S>;
  readonly #states = new Map<string, PartState>();
  readonly #ends: (() => Promise<void>)[] = [];

  constructor(ports: PartHostPorts<S>) {
    this.#ports = ports;
  }

  /** Undefined: there is no such part. */
  stateOf(name: string): PartState | undefined {
    return this.#states.get(name);
  }

  /** Starts all of them, side by side. Waits for none. */
  start(parts: readonly ServerPart<S>[]): void {
    for (const part of parts) this.#start(part);
  }

  /** Closes all of them, those included that are still starting; gives up on each after two seconds. */
  async close(): Promise<void> {
    await Promise.all(this.#ends.splice(0).map((end) => end()));
  }

  #start(part: ServerPart<S>): void {
    const { name } = part;
    this.#states.set(name, { kind: 'starting' });
    const started = this.#run(part).then(
      (running) => {
        this.#states.set(name, { kind: 'running', part: running.part });
        return running.end;
      },
      (error: unknown) => {
        this.#states.set(name, { kind: 'failed' });
        this.#ports.report(
          cliError('part-not-started', { part: name, reason: reasonOf(error) }, { cause: error }),
        );
        return async () => {};
      },
    );
    this.#ends.push(() =>
      this.#within(
        name,
        started.then((end) => end()),
      ),
    );
  }

  async #run(part: ServerPart<S>): Promise<{ readonly part: RunningPart; end(): Promise<void> }> {
    const { house, close } = this.#ports.openHouse(part.name);
    try {
      const running: unknown = await part.start(house);
      if (!isRunningPart(running)) throw new Error('it answered with nothing that could be closed');
      return { part: running, end: () => endOf(running, close) };
    } catch (error) {
      await close();
      throw error;
    }
  }

  async #within(part: string, ended: Promise<void>): Promise<void> {
    const late = Promise.withResolvers<void>();
    const cancel = this.#ports.timers.after(CLOSE_LIMIT_MS, () => {
      this.#ports.report(cliError('part-not-closed', { part, reason: `not within ${CLOSE_LIMIT_MS} ms` }));
      late.resolve();
    });
    const done = ended.catch((error: unknown) => {
      this.#ports.report(cliError('part-not-closed', { part, reason: reasonOf(error) }, { cause: error }));
    });
    await Promise.race([done, late.promise]);
    cancel();
  }
}

async function endOf(part: RunningPart, closeHouse: () => Promise<void>): Promise<void> {
  try {
    await part.close();
  } finally {
    await closeHouse();
  }
}

/** The first line of what went wrong; a coded error with its code. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n', 1)[0] ?? '';
  return isStatehouseError(error) ? `${error.code}: ${line}` : line;
}
