import type { IncomingMessage } from 'node:http';
import type { Clock } from '@statehouse/kernel';
import { isUsageBatch, MAX_USAGE_EVENTS, type UsageBatch } from '../../src/rooms/admin/wire/usage.ts';
import { officeError } from './errors.ts';
import { type Answer, answerOf } from './http/answer.ts';
import { readBody } from './http/read-body.ts';
import type { Office, Offices } from './offices.ts';
import { countBatch } from './store/usage.ts';

const MAX_NAME_LENGTH = 80;
const MAX_PROPERTIES_LENGTH = 2_000;
/** So many batches one office takes in a minute. */
const MOST_IN_A_MINUTE = 120;

/**
 * `POST /usage/<address>` takes what was counted. It needs no token: a page that is going away can send none, and neither can a
 * service worker. Whoever knows the address can add counts, and nothing else; so the lengths and the rate are bounded.
 */
export class UsageRoutes {
  readonly #offices: Offices;
  readonly #clock: Clock;
  /** By address: in which minute, and how many. */
  readonly #taken = new Map<string, { readonly minute: number; readonly count: number }>();

  constructor(offices: Offices, clock: Clock) {
    this.#offices = offices;
    this.#clock = clock;
  }

  /** @throws admin/no-such-thing, admin/too-many-reports, admin/too-large, admin/not-json, admin/bad-request */
  async answer(request: IncomingMessage, address: string): Promise<Answer> {
    const office = this.#offices.at(address);
    if (request.method !== 'POST' || office === undefined) throw officeError('no-such-thing');
    this.#admit(address);
    const batch = batchFrom(await readBody(request));
    return answerOf({ isNew: this.#count(office, batch) });
  }

  #admit(address: string): void {
    const minute = Math.floor(this.#clock.nowMs() / 60_000);
    const before = this.#taken.get(address);
    const count = before?.minute === minute ? before.count + 1 : 1;
    if (count > MOST_IN_A_MINUTE) throw officeError('too-many-reports');
    this.#taken.set(address, { minute, count });
  }

  #count({ file }: Office, batch: UsageBatch): boolean {
    return countBatch(file, batch, this.#clock.nowMs());
  }
}

/** @throws admin/bad-request */
function batchFrom(body: unknown): UsageBatch {
  const isFit =
    isUsageBatch(body) &&
    /^[\w-]{8,64}$/.test(body.id) &&
    body.events.length <= MAX_USAGE_EVENTS &&
    body.events.every(
      ({ name, properties }) =>
        name.length > 0 &&
        name.length <= MAX_NAME_LENGTH &&
        JSON.stringify(properties).length <= MAX_PROPERTIES_LENGTH,
    );
  if (!isFit) throw officeError('bad-request', { problem: 'it is no batch of usage' });
  return body;
}
