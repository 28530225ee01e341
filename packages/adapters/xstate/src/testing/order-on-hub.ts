import { createHub, type HubOptions } from '@statehouse/hub';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import { onHub } from '../on-hub.ts';
import { Bank } from './bank.ts';
import { orderMachine } from './order.ts';

export interface OrderWorld {
  readonly bank?: Bank;
  readonly time?: VirtualTime;
  readonly hubOptions?: HubOptions;
}

/** An order on a hub of its own, in virtual time. */
export function orderOnHub({
  bank = new Bank(),
  time = new VirtualTime(),
  hubOptions = {},
}: OrderWorld = {}) {
  const hub = createHub(hubOptions);
  const done: string[] = [];
  const machine = orderMachine(bank, (what) => done.push(what));
  const order = onHub(hub, 'order', machine, { time, random: seededRandom(7) });
  return { hub, bank, time, machine, order, done };
}
