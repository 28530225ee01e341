import { createHub, type Hub, type StoreHandle } from '@statehouse/hub';
import { type Clock, type Random, randomId, type Timers } from '@statehouse/kernel';
import { type PersistedStore, persistStore } from '@statehouse/persist';
import type { KeyValueStore } from '@statehouse/storage';
import { type HubActor, onHub } from '@statehouse/xstate';
import { type CheckoutMachine, checkoutMachine } from '../machine/checkout-machine.ts';
import type { Manners } from '../shop/manners.ts';
import type { Shop } from '../shop/shop.ts';
import { createMannersStore, type MannersInput } from './manners-store.ts';
import { shopActors } from './shop-actors.ts';

export interface CheckoutPorts {
  /** The shop, which asks how it is to behave before each question. */
  readonly shopFor: (manners: () => Manners) => Shop;
  readonly storage: KeyValueStore;
  /** Whether the storage outlives the page. */
  readonly isDurable: boolean;
  /** Under which name the checkout is kept: one for each window, for two windows are two baskets. */
  readonly key: string;
  readonly time: Clock & Timers;
  readonly random: Random;
}

/** A checkout that runs: the machine and the switches of the shop on one hub, both kept. */
export interface CheckoutSession {
  readonly hub: Hub;
  readonly actor: HubActor<CheckoutMachine>;
  readonly manners: StoreHandle<Manners, MannersInput>;
  readonly kept: PersistedStore;
  readonly isDurable: boolean;
  readonly shop: Shop;
  newOrderId(): string;
  /** Writes what is left to write, and ends. */
  close(): Promise<void>;
}

/** The shape in which a checkout is kept. */
const VERSION = 1;

/**
 * Opens a checkout where it was left: in its state, with its questions asked again and what remained of its delays.
 *
 * @throws StatehouseError what `persistStore` rejects with when there is something that it cannot read
 */
export async function openCheckout(ports: CheckoutPorts): Promise<CheckoutSession> {
  const { storage, key, time, random } = ports;
  const hub = createHub();
  const manners = hub.add('manners', createMannersStore());
  const shop = ports.shopFor(() => manners.getState());
  const newOrderId = () => randomId(random, 24);
  let kept: PersistedStore | undefined;
  const actors = shopActors(shop, async () => kept?.flush());
  const actor = onHub(hub, 'checkout', checkoutMachine.provide({ actors }), {
    input: { orderId: newOrderId() },
    time,
    random,
  });
  const options = { storage, version: VERSION, debounceMs: 0, timers: time, clock: time };
  kept = persistStore(hub.store('checkout'), { ...options, key: `checkout/${key}` });
  const keptManners = persistStore(hub.store('manners'), { ...options, key: `manners/${key}` });
  await Promise.all([kept.restored, keptManners.restored]);
  actor.start();
  const persisted = kept;
  return {
    hub,
    actor,
    manners,
    kept,
    isDurable: ports.isDurable,
    shop,
    newOrderId,
    async close() {
      await Promise.all([persisted.stop(), keptManners.stop()]);
      actor.stop();
    },
  };
}
