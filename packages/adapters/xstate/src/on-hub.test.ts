import { createHub } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { fromTransition, setup, toPromise, waitFor } from 'xstate';
import { onHub } from './on-hub.ts';
import { isRecord } from './state/actor-state.ts';
import { counter } from './testing/counter.ts';
import type { OrderEvent } from './testing/order.ts';
import { orderOnHub } from './testing/order-on-hub.ts';

describe('a machine', () => {
  runStoreConformance<unknown, unknown>(
    {
      create() {
        const hub = createHub();
        const actor = onHub(hub, 'count', counter).start();
        const shown = new Map<unknown, unknown>();
        return {
          // The suite brings a gate of its own.
          store: hub.store('count'),
          inputs: [1, 2, 3].map((by) => ({ type: 'ADD', by })),
          failing: { type: 'FAIL' },
          describe: (state) =>
            isRecord(state) && isRecord(state.context) ? Number(state.context.count) : -1,
          read: () => {
            const { context } = actor.getSnapshot();
            const present = hub.store('count').getState();
            if (isRecord(present) && present.context === context) return present;
            const known = shown.get(context) ?? { context };
            shown.set(context, known);
            return known;
          },
          watch: (listener) => {
            const { unsubscribe } = actor.subscribe(listener);
            return unsubscribe;
          },
          dispose: () => actor.stop(),
        };
      },
    },
    { test },
  );
});

describe('an actor on the hub', () => {
  test('journals what it begins with and each event under its type, with the state as plain data', () => {
    const { hub, order } = orderOnHub();
    order.start();
    order.send({ type: 'ADD', item: 'tea' });
    const [joined, began, added] = [...hub.journal.entries()];
    expect([joined?.kind, began?.name, added?.kind, added?.name]).toEqual([
      'joined',
      'xstate.init',
      'event',
      'ADD',
    ]);
    expect(added?.changes[0]).toMatchObject({
      input: { event: { type: 'ADD', item: 'tea' }, atMs: 0 },
      states: { after: { value: 'cart', context: { items: ['tea'] }, status: 'active' } },
    });
    expect(JSON.parse(JSON.stringify(order.hub.getState()))).toMatchObject({
      value: 'cart',
      children: { reminder: { src: 'reminder', snapshot: { value: 'resting' } } },
      timers: [],
    });
  });

  test('an event without a type is refused with a code', () => {
    const { order } = orderOnHub();
    order.start();
    // @ts-expect-error: the types refuse it as well
    expect(() => order.send({})).toThrowError(expect.objectContaining({ code: 'hub/no-type' }));
  });

  test('guards and actions with a name stand in the entry of their event', () => {
    const { hub, order } = orderOnHub();
    order.start();
    order.send({ type: 'CHECK_OUT' });
    order.send({ type: 'ADD', item: 'tea' });
    expect(order.getSnapshot().can({ type: 'CHECK_OUT' })).toBe(true);
    order.send({ type: 'CHECK_OUT' });
    const notes = [...hub.journal.entries()].map(({ name, changes }) => [name, changes[0]?.notes ?? []]);
    expect(notes.slice(2)).toEqual([
      ['CHECK_OUT', [{ kind: 'guard', name: 'hasItems', passed: false }]],
      ['ADD', []],
      ['CHECK_OUT', [{ kind: 'guard', name: 'hasItems', passed: true }]],
    ]);
  });

  test('takes part in batches, which are undone when a step fails', () => {
    const { hub, order } = orderOnHub();
    order.start();
    const count = onHub(hub, 'count', counter).start();
    hub.batch('both', (send) => {
      send(order.hub, { type: 'ADD', item: 'tea' });
      send(count.hub, { type: 'ADD', by: 2 });
    });
    expect([...hub.journal.entries()].at(-1)).toMatchObject({ kind: 'batch', name: 'both' });
    expect(() =>
      hub.batch('half', (send) => {
        send(order.hub, { type: 'ADD', item: 'cake' });
        send(count.hub, { type: 'FAIL' });
      }),
    ).toThrowError(expect.objectContaining({ code: 'hub/batch-failed' }));
    expect([order.getSnapshot().context.items, count.getSnapshot().context.count]).toEqual([['tea'], 2]);
  });

  test('other logics join too', () => {
    const hub = createHub();
    const sum = onHub(
      hub,
      'sum',
      fromTransition((count: number, event: { type: 'ADD'; by: number }) => count + event.by, 0),
    ).start();
    sum.send({ type: 'ADD', by: 3 });
    sum.send({ type: 'ADD', by: 4 });
    expect(sum.getSnapshot().context).toBe(7);
    hub.time.back();
    expect(sum.getSnapshot().context).toBe(3);
    hub.time.resume();
    hub.store('sum').restore?.({ status: 'active', output: undefined, error: undefined, context: 1 });
    sum.send({ type: 'ADD', by: 1 });
    expect(sum.getSnapshot().context).toBe(2);
  });

  test('works with what XState has for actors: waitFor, toPromise, select, emitted events', async () => {
    const machine = setup({
      types: { emitted: {} as { type: 'beep'; at: number }, events: {} as { type: 'GO' } | { type: 'END' } },
    }).createMachine({
      initial: 'one',
      states: {
        one: { on: { GO: { target: 'two', actions: ({ self }) => void self } } },
        two: { on: { END: 'three' } },
        three: { type: 'final' },
      },
      output: 42,
    });
    const actor = onHub(createHub(), 'actor', machine).start();
    const reached = waitFor(actor, (snapshot) => snapshot.matches('two'));
    const output = toPromise(actor);
    const selected: unknown[] = [];
    actor.select((snapshot) => snapshot.value).subscribe((value) => selected.push(value));
    actor.send({ type: 'GO' });
    expect((await reached).value).toBe('two');
    actor.send({ type: 'END' });
    expect([await output, selected]).toEqual([42, ['two', 'three']]);
  });

  test('two of one name are refused, and one that has left goes on by itself', () => {
    const { hub, order } = orderOnHub();
    expect(() => onHub(hub, 'order', counter)).toThrowError(
      expect.objectContaining({ code: 'hub/duplicate-store' }),
    );
    order.start();
    order.hub.leave();
    order.send({ type: 'ADD', item: 'tea' });
    expect([order.getSnapshot().context.items, hub.storeNames]).toEqual([['tea'], []]);
  });

  test('the machine that was given stays as it is, and keeps its types', () => {
    const { machine, order } = orderOnHub();
    const { actors, guards } = machine.implementations;
    order.start();
    order.send({ type: 'CHECK_OUT' });
    expect([machine.implementations.actors, machine.implementations.guards]).toEqual([actors, guards]);
    expectTypeOf(order.send).parameter(0).toEqualTypeOf<OrderEvent>();
    expectTypeOf(order.getSnapshot().context.items).toEqualTypeOf<readonly string[]>();
    expectTypeOf(order.getSnapshot().matches).parameter(0).not.toBeAny();
    // @ts-expect-error: no event of the machine
    const wrong = () => order.send({ type: 'NONE' });
    const needy = setup({ types: { input: {} as { size: number } } }).createMachine({});
    // @ts-expect-error: this machine needs an input
    const without = () => onHub(createHub(), 'needy', needy);
    expectTypeOf(wrong).toBeFunction();
    expectTypeOf(without).toBeFunction();
    expect(vi.isMockFunction(order.send)).toBe(false);
  });
});
