import { isJsonObject, type Random } from '@statehouse/kernel';
import { drawInt, type VirtualTime } from '@statehouse/kernel/testing';
import type { StoredEntry } from '../kept/kept-entry.ts';
import type { Attempt } from '../sending/attempt.ts';

/** What is done on the server: the number of a mutation, and in which form. */
export interface Effect {
  readonly number: number;
  readonly lane: string;
  readonly version: number;
}

/** What the simulated mutations ask for. `isBad`: the server will not have it. */
export interface Wish {
  readonly number: number;
  readonly version: number;
  readonly isBad: boolean;
}

export function isWish(value: unknown): value is Wish {
  return isJsonObject(value) && typeof value.number === 'number' && typeof value.version === 'number';
}

/** How the server and the network are just now, in percent of all requests. */
export interface Weather {
  readonly isOnline: boolean;
  /** Bad wishes are refused; not by a server that has become mild. */
  readonly isStrict: boolean;
  readonly unauthorized: number;
  readonly lostRequests: number;
  readonly lostAnswers: number;
  readonly failures: number;
}

export const fairWeather: Weather = {
  isOnline: true,
  isStrict: false,
  unauthorized: 0,
  lostRequests: 0,
  lostAnswers: 0,
  failures: 0,
};

/** A server that does each key once, and says the same again for a key that it knows. */
export class CountingServer {
  weather: Weather = fairWeather;
  /** In the order in which they were done. */
  readonly effects: Effect[] = [];
  readonly #answers = new Map<string, Attempt>();
  readonly #time: VirtualTime;
  readonly #random: Random;

  constructor(time: VirtualTime, random: Random) {
    this.#time = time;
    this.#random = random;
  }

  /** A request on its way there and back. */
  receive(entry: StoredEntry): Promise<Attempt> {
    const { isOnline, unauthorized, lostRequests, lostAnswers, failures } = this.weather;
    const isDrawn = (percent: number) => drawInt(this.#random, 100) < percent;
    const unanswered: Attempt = { verdict: 'unanswered', error: { status: 'FETCH_ERROR' } };
    return new Promise((resolve) => {
      const answer = (attempt: Attempt) =>
        void this.#time.after(drawInt(this.#random, 30), () => resolve(attempt));
      if (!isOnline || isDrawn(lostRequests)) {
        // Some break off, of some nothing is heard.
        if (isDrawn(70)) answer(unanswered);
        return;
      }
      const isHeard = !isDrawn(lostAnswers);
      const isFailing = isDrawn(failures);
      const isUnknown = isDrawn(unauthorized);
      this.#time.after(drawInt(this.#random, 60), () => {
        // Who asks is looked at first.
        if (isUnknown) {
          answer({ verdict: 'unauthorized', error: { status: 401 } });
          return;
        }
        // A server may do what is asked, and fail afterwards.
        const done = isFailing && isDrawn(50) ? undefined : this.#do(entry);
        const said: Attempt =
          isFailing || done === undefined ? { verdict: 'failed', error: { status: 503 } } : done;
        if (isHeard) answer(said);
        else if (isDrawn(70)) answer(unanswered);
      });
    });
  }

  #do({ idempotencyKey, lane, request }: StoredEntry): Attempt {
    const known = this.#answers.get(idempotencyKey);
    if (known !== undefined) return known;
    const wish: unknown = request.body;
    if (!isWish(wish)) throw new Error('A request that nobody has made');
    const { number, version } = wish;
    const isBad = wish.isBad && this.weather.isStrict;
    if (!isBad) this.effects.push({ number, lane, version });
    const said: Attempt = isBad
      ? { verdict: 'refused', error: { status: 422 } }
      : { verdict: 'done', data: { number }, meta: undefined };
    this.#answers.set(idempotencyKey, said);
    return said;
  }
}
