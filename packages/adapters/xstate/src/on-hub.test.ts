import { createHub, type Problem, refuse, replaceWith } from '@statehouse/hub';
import { runStoreConformance } from '@statehouse/hub/testing';
import { VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { assign, createMachine, fromTransition, setup, toPromise, waitFor } from 'xstate';
import { onHub } from './on-hub.ts';
import { isRecord } from './state/actor-state.ts';
import type { OrderEvent } from './testing/order.ts';
import { orderOnHub } from './testing/order-on-hub.ts';
import { turn } from './testing/turn.ts';

const counter = setup({
  types: { context: {} as { count: number }, events: {} as { type: 'ADD'; by: number } | { type: 'FAIL' } },
}).createMachine({
  context: { count: 0 },
  on: {
    ADD: { actions: assign({ count: ({ context, event }) => context.count + event.by }) },
    FAIL: {
      actions: assign(() => {
        throw new Error('told to fail');
      }),
    },
  },
});

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

  test('is asked about once, as the event itself, whoever sends it: views, timers, promises, children', async () => {
    const asked: unknown[] = [];
    const plugin = {
      name: 'asked',
      beforeChange: ({ name, input }: { name: string; input: unknown }) => {
        asked.push([name, isRecord(input) ? input.type : input]);
        return undefined;
      },
    };
    const { order, time, bank } = orderOnHub({ hubOptions: { plugins: [plugin] } });
    order.start();
    time.advance(10_000);
    order.send({ type: 'ADD', item: 'tea' });
    order.send({ type: 'CHECK_OUT' });
    order.send({ type: 'ADDRESS', address: 'here' });
    order.send({ type: 'CHOOSE', delivery: 'bike' });
    time.advance(300);
    bank.answer(true);
    await turn();
    expect(asked).toEqual(
      [
        ['xstate.init'],
        ['reminder/xstate.after.5000.reminder.resting', 'xstate.after.5000.reminder.resting'],
        ['reminder/xstate.after.5000.reminder.ready', 'xstate.after.5000.reminder.ready'],
        ['REMIND'],
        ['ADD'],
        ['CHECK_OUT'],
        ['ADDRESS'],
        ['CHOOSE'],
        ['xstate.after.300.order.shipping.address.checking'],
        ['payment/xstate.promise.resolve', 'xstate.promise.resolve'],
        ['xstate.done.actor.payment'],
      ].map(([name, type = name]) => [name, type]),
    );
    expect(order.getSnapshot().value).toBe('sent');
  });

  test('a plugin refuses events of views, timers, promises and parents before anything happens', async () => {
    const refused = new Set<string>();
    const plugin = {
      name: 'strict',
      beforeChange: ({ name }: { name: string }) => (refused.has(name) ? refuse('not now') : undefined),
    };
    const { hub, order, time, bank, done } = orderOnHub({ hubOptions: { plugins: [plugin] } });
    order.start();
    refused.add('ADD').add('REMIND').add('reminder/SNOOZE').add('xstate.done.actor.payment');
    const before = order.hub.getState();
    expect(() => order.send({ type: 'ADD', item: 'tea' })).toThrowError(
      expect.objectContaining({ code: 'hub/refused' }),
    );
    expect(order.hub.getState()).toBe(before);
    time.advance(10_000);
    expect(order.getSnapshot().context.reminders).toBe(0);
    expect(order.getSnapshot().children.reminder?.getSnapshot().context.sent).toBe(1);
    order.send({ type: 'SNOOZE' });
    time.advance(5_000);
    expect(order.getSnapshot().children.reminder?.getSnapshot().value).toBe('ready');
    expect(order.hub.getState().timers).toEqual([]);
    refused.delete('ADD');
    pay(order.send);
    time.advance(300);
    bank.answer(true);
    await turn();
    expect([order.getSnapshot().value, done]).toEqual([{ paying: 'charging' }, []]);
    const outcomes = [...hub.journal.entries()].filter(({ outcome }) => outcome.kind === 'refused');
    expect(outcomes.map(({ name }) => name)).toEqual([
      'ADD',
      'REMIND',
      'reminder/SNOOZE',
      'xstate.done.actor.payment',
    ]);
  });

  test('a plugin puts another event in the place of one', () => {
    const plugin = {
      name: 'upper',
      beforeChange: ({ name }: { name: string }) =>
        name === 'ADD' ? replaceWith({ type: 'ADD', item: 'TEA' }) : undefined,
    };
    const { hub, order } = orderOnHub({ hubOptions: { plugins: [plugin] } });
    order.start();
    order.send({ type: 'ADD', item: 'tea' });
    expect(order.getSnapshot().context.items).toEqual(['TEA']);
    expect([...hub.journal.entries()].at(-1)?.changes[0]?.input).toMatchObject({ event: { item: 'TEA' } });
  });

  test('an event without a type is refused with a code', () => {
    const { order } = orderOnHub();
    order.start();
    // @ts-expect-error: the types refuse it as well
    expect(() => order.send({})).toThrowError(expect.objectContaining({ code: 'hub/no-type' }));
  });

  test('whoever asks not to hear of refusals does not', () => {
    const hub = createHub({
      plugins: [{ name: 'never', beforeChange: ({ name }) => (name === 'ADD' ? refuse('no') : undefined) }],
    });
    const actor = onHub(hub, 'count', counter, { whenRefused: 'ignore' }).start();
    actor.send({ type: 'ADD', by: 1 });
    expect(actor.getSnapshot().context.count).toBe(0);
  });

  test('an assignment that throws leaves state, actions and machine as they were, and is written down', () => {
    const { hub, order, done } = orderOnHub();
    order.start();
    order.send({ type: 'ADD', item: 'tea' });
    const before = order.hub.getState();
    expect(() => order.send({ type: 'SPOIL' })).toThrowError('spoiled');
    expect(order.hub.getState()).toBe(before);
    expect([order.getSnapshot().status, done]).toEqual(['active', []]);
    expect([...hub.journal.entries()].at(-1)).toMatchObject({ name: 'SPOIL', outcome: { kind: 'failed' } });
    order.send({ type: 'ADD', item: 'cake' });
    expect(order.getSnapshot().context.items).toEqual(['tea', 'cake']);
  });

  test('holds an error where it is told to, also of events that nobody waits for', () => {
    const problems: Problem[] = [];
    const time = new VirtualTime();
    const hub = createHub({ onProblem: (problem) => problems.push(problem) });
    const failing = createMachine({
      initial: 'one',
      states: {
        one: {
          after: {
            100: {
              target: 'two',
              guard: () => {
                throw new Error('no guard');
              },
            },
          },
        },
        two: {},
      },
    });
    const actor = onHub(hub, 'failing', failing, { time, whenFailed: 'hold' }).start();
    time.advance(100);
    expect(actor.getSnapshot()).toMatchObject({ status: 'active', value: 'one' });
    expect(problems.map(({ place }) => place)).toEqual(['failing']);
  });

  test('an error that nobody waits for is thrown where XState throws it: out of the turn', () => {
    const time = new VirtualTime();
    const failing = createMachine({
      initial: 'one',
      states: {
        one: {
          after: {
            100: {
              actions: assign(() => {
                throw new Error('late');
              }),
            },
          },
        },
      },
    });
    onHub(createHub(), 'failing', failing, { time }).start();
    expect(() => time.advance(200)).toThrowError('late');
  });

  test('an action that throws keeps no other from being done; the sender hears, and the hub is told', () => {
    const problems: Problem[] = [];
    const hub = createHub({ onProblem: (problem) => problems.push(problem) });
    const ran: string[] = [];
    const machine = setup({
      actions: {
        fail: () => {
          throw new Error('no action');
        },
        go: () => void ran.push('go'),
      },
    }).createMachine({
      initial: 'one',
      states: { one: { on: { GO: { target: 'two', actions: ['fail', 'go'] } } }, two: {} },
    });
    const actor = onHub(hub, 'actions', machine).start();
    expect(() => actor.send({ type: 'GO' })).toThrowError('no action');
    expect([actor.getSnapshot().value, ran, problems.length]).toEqual(['two', ['go'], 1]);
    expect([...hub.journal.entries()].at(-1)?.changes[0]?.notes).toEqual([
      { kind: 'action', name: 'fail', error: expect.any(Error) },
      { kind: 'action', name: 'go' },
    ]);
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

  test('a machine whose first state cannot be made is not put on the hub', () => {
    const hub = createHub();
    const broken = createMachine({
      context: () => {
        throw new Error('no context');
      },
    });
    expect(() => onHub(hub, 'broken', broken)).toThrowError('no context');
    expect(hub.storeNames).toEqual([]);
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

function pay(send: (event: OrderEvent) => void): void {
  send({ type: 'ADD', item: 'tea' });
  send({ type: 'CHECK_OUT' });
  send({ type: 'ADDRESS', address: 'here' });
  send({ type: 'CHOOSE', delivery: 'bike' });
}
