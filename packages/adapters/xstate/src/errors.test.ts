import { createHub, type Problem } from '@statehouse/hub';
import { VirtualTime } from '@statehouse/kernel/testing';
import { describe, expect, test } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import { onHub } from './on-hub.ts';
import { orderOnHub } from './testing/order-on-hub.ts';

describe('errors of an actor', () => {
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

  test('one is held where the actor is told to hold it, also of events that nobody waits for', () => {
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
});
