import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { createMemoryKeyValueStore, type KeyValueStore } from '@statehouse/storage';
import type { CheckoutEvent } from '../../machine/checkout-event.ts';
import type { Shop } from '../../shop/shop.ts';
import { type CheckoutSession, openCheckout } from '../checkout-session.ts';
import { ScriptedShop } from './scripted-shop.ts';

/** A window with a checkout, its device, and a shop that outlives its reloads, all under virtual time. */
export class CheckoutWorld {
  readonly time = new VirtualTime(Date.UTC(2026, 10, 1));
  readonly shop = new ScriptedShop();
  readonly device = createMemoryKeyValueStore();
  readonly #random = seededRandom(7);
  #session: CheckoutSession | undefined;
  #die = () => {};

  get session(): CheckoutSession {
    if (this.#session === undefined) throw new Error('The window is not open.');
    return this.#session;
  }

  /** The state and what is known in it, as it is kept. */
  get state(): { readonly value: unknown; readonly context: unknown } {
    const { value, context } = this.session.actor.hub.getState();
    return { value, context };
  }

  async open(): Promise<this> {
    let isAlive = true;
    this.#die = () => {
      isAlive = false;
    };
    const never = new Promise<never>(() => {});
    const { device, shop } = this;
    // What a page that is gone still wanted to write, or to ask, is not written nor asked.
    const storage: KeyValueStore = {
      get: (key) => device.get(key),
      range: (from, to) => device.range(from, to),
      write: (writes) => (isAlive ? device.write(writes) : never),
      close: () => device.close(),
    };
    const here: Shop = {
      catalog: () => never,
      acceptCard: () => never,
      book: () => never,
      checkAddress: (...asked) => (isAlive ? shop.checkAddress(...asked) : never),
      quoteDelivery: (...asked) => (isAlive ? shop.quoteDelivery(...asked) : never),
      pay: (...asked) => (isAlive ? shop.pay(...asked) : never),
    };
    const { time } = this;
    const opened = openCheckout({
      shopFor: () => here,
      storage,
      isDurable: true,
      key: 'one',
      time,
      random: this.#random,
    });
    await this.settle();
    this.#session = await opened;
    await this.settle();
    return this;
  }

  /** The page is gone between two instructions, and comes back after a while. */
  async reload(awayMs = 0): Promise<void> {
    this.#die();
    this.session.actor.stop();
    this.time.advance(awayMs);
    await this.open();
  }

  async send(...events: readonly CheckoutEvent[]): Promise<void> {
    for (const event of events) this.session.actor.send(event);
    await this.settle();
  }

  async wait(delayMs: number): Promise<void> {
    this.time.advance(delayMs);
    await this.settle();
  }

  /** Lets everything happen that does not wait for time to pass. */
  async settle(): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      this.time.advance(0);
      for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
    }
  }
}

export async function openWorld(): Promise<CheckoutWorld> {
  return new CheckoutWorld().open();
}
