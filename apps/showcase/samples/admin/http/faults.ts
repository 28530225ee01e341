import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject, Timers } from '@statehouse/kernel';
import { type Fault, isFault, WELL, WINDOW_HEADER } from '../../../src/rooms/admin/wire/fault.ts';
import { officeError } from '../errors.ts';

/** So long a slow server takes for each answer. */
const SLOW_MS = 2_500;
/** Of so many windows it is known how they are treated; those asked for longest ago are forgotten. */
const MOST_WINDOWS = 200;

interface Treatment {
  readonly fault: Fault;
  /** What was left over when the last share was taken, so that of every ten answers with a share of 0.3 three fail. */
  owed: number;
  readonly streams: Set<ServerResponse>;
}

/**
 * How the server behaves towards each window: well, or badly because somebody wants to see what becomes of it.
 *
 * Invariant: a window that is told the server is unreachable has no open stream.
 */
export class Faults {
  readonly #timers: Timers;
  readonly #windows = new Map<string, Treatment>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get(request: IncomingMessage): Fault {
    return this.#windows.get(windowOf(request))?.fault ?? WELL;
  }

  /** @throws admin/bad-request */
  set(request: IncomingMessage, body: JsonObject): Fault {
    if (!isFault(body) || body.share < 0 || body.share > 1)
      throw officeError('bad-request', { problem: 'there is no such fault' });
    const fault: Fault = { mode: body.mode, share: body.share };
    const window = windowOf(request);
    const streams = this.#windows.get(window)?.streams ?? new Set();
    if (fault.mode === 'unreachable') for (const stream of streams) stream.destroy();
    this.#windows.delete(window);
    this.#windows.set(window, { fault, owed: 0, streams });
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > MOST_WINDOWS && oldest !== undefined) this.#windows.delete(oldest);
    return fault;
  }

  /**
   * Lets a request pass, or not. `gone`: the connection is closed without a word.
   *
   * @throws admin/made-to-fail
   */
  async pass(request: IncomingMessage): Promise<'go' | 'gone'> {
    const treatment = this.#windows.get(windowOf(request));
    switch (treatment?.fault.mode) {
      case 'unreachable':
        request.socket.destroy();
        return 'gone';
      case 'slow':
        await new Promise<void>((done) => this.#timers.after(SLOW_MS, done));
        return 'go';
      case 'failing':
        treatment.owed += treatment.fault.share;
        if (treatment.owed < 1) return 'go';
        treatment.owed -= 1;
        throw officeError('made-to-fail');
      default:
        return 'go';
    }
  }

  /** Ends this stream when its window is cut off. */
  holdStream(request: IncomingMessage, response: ServerResponse): void {
    const window = windowOf(request);
    const treatment = this.#windows.get(window) ?? { fault: WELL, owed: 0, streams: new Set() };
    this.#windows.set(window, treatment);
    treatment.streams.add(response);
    response.on('close', () => treatment.streams.delete(response));
  }
}

function windowOf(request: IncomingMessage): string {
  const label = request.headers[WINDOW_HEADER];
  return typeof label === 'string' && /^[\w-]{1,64}$/.test(label) ? label : '';
}
