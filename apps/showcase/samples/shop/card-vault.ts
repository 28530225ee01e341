import { type Clock, type Random, randomId } from '@statehouse/kernel';
import type { KeyValueStore } from '@statehouse/storage';
import {
  type CardDetails,
  type CardVerdict,
  labelOfCard,
  problemsOfCard,
} from '../../src/rooms/checkout/shop/card.ts';

/** Gives cards pseudonyms. Of a card it keeps what may be shown of it: what a real vault would keep is not kept here. */
export class CardVault {
  readonly #storage: KeyValueStore;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(storage: KeyValueStore, clock: Clock, random: Random) {
    this.#storage = storage;
    this.#clock = clock;
    this.#random = random;
  }

  async accept(owner: string, card: CardDetails): Promise<CardVerdict> {
    const problems = problemsOfCard(card, this.#clock.nowMs());
    if (Object.keys(problems).length > 0) return { kind: 'invalid', problems };
    const token = randomId(this.#random, 24);
    const label = labelOfCard(card);
    await this.#storage.write([{ key: `card/${owner}/${token}`, value: label }]);
    return { kind: 'accepted', token, label };
  }

  /** What a card may be called; its owner alone can ask. */
  readonly labelOf = (owner: string, token: string): Promise<string | undefined> =>
    this.#storage.get(`card/${owner}/${token}`);
}
