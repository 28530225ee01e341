import { createHub, type Hub } from '@statehouse/hub';
import { cases, seededRandom, VirtualTime } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onHub } from './on-hub.ts';
import { actorReducer } from './replay/actor-reducer.ts';
import { type ActorState, stateAt } from './state/actor-state.ts';
import { Bank } from './testing/bank.ts';
import { type OrderEvent, orderMachine } from './testing/order.ts';
import { turn } from './testing/turn.ts';

type Doing =
  | { readonly kind: 'send'; readonly event: OrderEvent }
  | { readonly kind: 'answer'; readonly isPaid: boolean }
  /** To 1 ms before the next delayed event. */
  | { readonly kind: 'almost' }
  | { readonly kind: 'wait'; readonly ms: number };

const EVENTS: readonly OrderEvent[] = [
  { type: 'ADD', item: 'tea' },
  { type: 'SNOOZE' },
  { type: 'CHECK_OUT' },
  { type: 'ADDRESS', address: 'here' },
  { type: 'CHOOSE', delivery: 'bike' },
  { type: 'AGAIN' },
  { type: 'BACK' },
];

const sent = fc.constantFrom(...EVENTS).map((event): Doing => ({ kind: 'send', event }));
const other = fc.oneof(
  fc.boolean().map((isPaid): Doing => ({ kind: 'answer', isPaid })),
  fc.constant<Doing>({ kind: 'almost' }),
  fc.constantFrom(1, 2, 300, 5_000, 60_000).map((ms): Doing => ({ kind: 'wait', ms })),
);
/** The way to the counter, which few random steps would find. */
const shopping: readonly Doing[] = EVENTS.slice(0, 5)
  .filter(({ type }) => type !== 'SNOOZE')
  .map((event) => ({ kind: 'send', event }));
const part = fc.oneof(
  { weight: 4, arbitrary: sent.map((doing): readonly Doing[] => [doing]) },
  { weight: 5, arbitrary: other.map((doing): readonly Doing[] => [doing]) },
  { weight: 1, arbitrary: fc.constant(shopping) },
);
const script = fc.array(part, { minLength: 1, maxLength: 25 }).map((parts) => parts.flat());

/** An order in a world of its own; `reload` goes through text and a new hub, as a page does. */
class World {
  readonly time = new VirtualTime();
  readonly bank = new Bank();
  readonly machine = orderMachine(this.bank);
  hub: Hub = createHub();
  order = this.#open();

  #open() {
    return onHub(this.hub, 'order', this.machine, { time: this.time, random: seededRandom(3) });
  }

  get state(): ActorState {
    return this.order.hub.getState();
  }

  reload(): void {
    const text = JSON.stringify(this.state, (_, value: unknown) => value ?? null);
    this.order.stop();
    this.hub = createHub();
    this.order = this.#open();
    this.hub.store('order').restore?.(withoutNulls(JSON.parse(text)));
    this.order.start();
  }

  async do(doing: Doing): Promise<void> {
    if (doing.kind === 'send') {
      // XState warns of what is sent to one that has ended.
      if (this.state.status === 'active') this.order.send(doing.event);
    } else if (doing.kind === 'answer') this.bank.answer(doing.isPaid);
    else if (doing.kind === 'wait') this.time.advance(doing.ms);
    else {
      const due = Math.min(...duesOf(this.state));
      if (Number.isFinite(due)) this.time.advance(Math.max(0, due - this.time.nowMs() - 1));
    }
    await turn();
  }
}

/** Undefined is no JSON; a real page has the codec of `persist` for it. */
function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutNulls(member)]));
}

function duesOf(state: ActorState): number[] {
  const below = Object.values(state.children ?? {}).flatMap(({ snapshot }) => duesOf(snapshot));
  return [...(state.timers ?? []).map(({ dueAtMs }) => dueAtMs), ...below];
}

test('a reload after every step changes nothing that follows, and no card is charged more often', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (doings) => {
      const steady = new World();
      const reloaded = new World();
      for (const { order } of [steady, reloaded]) order.start();
      for (const doing of doings) {
        await steady.do(doing);
        await reloaded.do(doing);
        expect(reloaded.state).toEqual(steady.state);
        reloaded.reload();
        await turn();
        expect(reloaded.state).toEqual(steady.state);
      }
      expect([...reloaded.bank.charged]).toEqual([...steady.bank.charged]);
      expect(reloaded.time.pending).toBe(steady.time.pending);
    }),
    cases(200),
  );
});

/** What tells one situation of an order from another, for who wants to be in each of them once. */
function situationOf({ state, time, bank }: World): string {
  const below = Object.entries(state.children ?? {}).map(([id, { snapshot }]) => [
    id,
    snapshot.value,
    snapshot.status,
  ]);
  const isAlmost = duesOf(state).some((due) => due - time.nowMs() === 1);
  const { items = [], attempts } = Object(state.context);
  return JSON.stringify([
    state.value,
    Math.min(attempts, 4),
    items.length > 0,
    below,
    isAlmost,
    bank.waiting > 0,
  ]);
}

const EVERY_STATE = [
  '"cart"',
  '"closed"',
  '"sent"',
  '{"paying":"charging"}',
  '{"paying":"failed"}',
  '{"paying":"waiting"}',
  '{"shipping":{"address":"asked","delivery":"chosen"}}',
  '{"shipping":{"address":"asked","delivery":"open"}}',
  '{"shipping":{"address":"checking","delivery":"chosen"}}',
  '{"shipping":{"address":"checking","delivery":"open"}}',
  '{"shipping":{"address":"known","delivery":"open"}}',
];

const DOINGS: readonly Doing[] = [
  ...EVENTS.map((event): Doing => ({ kind: 'send', event })),
  { kind: 'answer', isPaid: true },
  { kind: 'answer', isPaid: false },
  { kind: 'almost' },
  { kind: 'wait', ms: 1 },
];

async function worldAfter(doings: readonly Doing[]): Promise<World> {
  const world = new World();
  world.order.start();
  for (const doing of doings) await world.do(doing);
  return world;
}

test('in every situation that can be reached, 1 ms before each delay included, a reload changes nothing', async () => {
  const seen = new Map<string, readonly Doing[]>([[situationOf(await worldAfter([])), []]]);
  const values = new Set<string>();
  // What is found on the way is walked through too.
  for (const doings of seen.values()) {
    for (const doing of DOINGS) {
      const steady = await worldAfter([...doings, doing]);
      const reloaded = await worldAfter(doings);
      reloaded.reload();
      await turn();
      await reloaded.do(doing);
      expect(reloaded.state).toEqual(steady.state);
      expect([...reloaded.bank.charged]).toEqual([...steady.bank.charged]);
      values.add(JSON.stringify(steady.state.value));
      const situation = situationOf(steady);
      if (!seen.has(situation)) seen.set(situation, [...doings, doing]);
    }
  }
  expect([...values].sort()).toEqual(EVERY_STATE);
  expect(seen.size).toBeGreaterThan(100);
});

test('the pure reducer makes of every input what the running machine made of it', async () => {
  await fc.assert(
    fc.asyncProperty(script, fc.boolean(), async (doings, isReloaded) => {
      const world = new World();
      const reduce = actorReducer(world.machine);
      const check = () => {
        for (const { changes, outcome } of world.hub.journal.entries()) {
          for (const { kind, input, states } of changes) {
            if (kind !== 'event' || outcome.kind !== 'applied' || states === undefined) continue;
            expect(Reflect.apply(reduce, undefined, [states.before, input])).toEqual(states.after);
          }
        }
      };
      world.order.start();
      for (const [at, doing] of doings.entries()) {
        await world.do(doing);
        if (!isReloaded || at % 5 !== 4) continue;
        check();
        world.reload();
      }
      check();
    }),
    cases(60),
  );
});

test('timers that are set are those that the state says, for each actor', async () => {
  await fc.assert(
    fc.asyncProperty(script, async (doings) => {
      const world = new World();
      world.order.start();
      for (const doing of doings) {
        await world.do(doing);
        expect(world.time.pending).toBe(duesOf(world.state).length);
        const reminder = stateAt(world.state, ['reminder']);
        if (reminder !== undefined) expect(reminder.timers).toHaveLength(1);
      }
    }),
    cases(60),
  );
});
