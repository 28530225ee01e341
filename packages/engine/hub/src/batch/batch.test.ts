import { describe, expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import { refuse, replaceWith } from '../plugins/plugin.ts';
import { createPlainStore } from '../store/plain-store.ts';
import { add, counterStore } from '../testing/counter-store.ts';
import { twoCounters } from '../testing/two-counters.fixture.ts';

describe('a batch', () => {
  test('is one entry and one notification', () => {
    const { hub, one, ones, twos, told } = twoCounters();
    let views = 0;
    one.watch(() => {
      views += 1;
    });
    hub.batch('both', (send) => {
      send(ones, add(1));
      send(twos, add(2));
      send(ones, add(3));
    });
    const [entry, ...more] = told.slice(2);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ kind: 'batch', name: 'both', outcome: { kind: 'applied' } });
    expect(entry?.changes.map(({ store, input }) => [store, input])).toEqual([
      ['one', add(1)],
      ['two', add(2)],
      ['one', add(3)],
    ]);
    expect(views).toBe(1);
  });

  test('changes nothing when any part of it is refused', () => {
    const { hub, one, two, ones, twos } = twoCounters({
      plugins: [
        { name: 'two is shut', beforeChange: ({ store }) => (store === 'two' ? refuse('shut') : undefined) },
      ],
    });
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, add(2));
      });
    expect(fill).toThrowError(expect.objectContaining({ code: 'hub/refused' }));
    expect([one.getState().value, two.getState().value]).toEqual([0, 10]);
  });

  test('asks plugins once for each step, and applies what they left', () => {
    let asked = 0;
    const double = {
      name: 'double',
      beforeChange({ input }: { readonly input: unknown }) {
        asked += 1;
        return typeof input === 'object' && input !== null && 'amount' in input
          ? replaceWith(add(Number(input.amount) * 2))
          : undefined;
      },
    };
    const { hub, one, ones } = twoCounters({ plugins: [double] });
    hub.batch('twice', (send) => {
      send(ones, add(1));
      send(ones, add(2));
    });
    expect([one.getState().value, asked]).toEqual([6, 2]);
  });

  test('a step that throws takes the others back, and the journal says what happened', () => {
    const { hub, one, two, ones, twos } = twoCounters();
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/step 2 \(fail of two\); what came before it was undone/);
    expect([one.getState().value, two.getState().value]).toEqual([0, 10]);
    expect(hub.journal.entry(3)).toMatchObject({ kind: 'batch', outcome: { kind: 'failed' }, changes: [] });
    expect(hub.time.stateAt('one', 3)).toEqual({ state: { value: 0 } });
  });

  test('asks about an input for one store, although another gets the same', () => {
    const asked: string[] = [];
    const numbers = () => createPlainStore<number, number>({ initial: 0, reduce: (sum, one) => sum + one });
    const hub = createHub({
      plugins: [
        {
          name: 'witness',
          beforeChange({ store }) {
            asked.push(store);
            return undefined;
          },
        },
      ],
    });
    const [first, second] = [numbers(), numbers()];
    const ones = hub.add('first', first);
    hub.add('second', second);
    first.watch(() => second.getState() === 0 && second.dispatch(1));
    hub.batch('one', (send) => send(ones, 1));
    expect(asked).toEqual(['first', 'second']);
  });

  test('a store that cannot go back after all keeps what it did, and the entry says so', () => {
    const { hub, one, ones, twos } = twoCounters();
    one.restore = () => {
      throw new Error('no way back');
    };
    const stubborn = counterStore();
    const stubbornHandle = hub.add('stubborn', { ...stubborn, restore: one.restore });
    const fill = () =>
      hub.batch('three', (send) => {
        send(stubbornHandle, add(4));
        send(ones, add(0));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/undone, but for stubborn/);
    expect(hub.journal.entry(4)?.changes.map(({ store }) => store)).toContain('stubborn');
    expect(stubborn.getState().value).toBe(4);
  });

  test('what others did because a batch was taken back stands in its entry', () => {
    const { hub, one, ones, twos } = twoCounters();
    const echo = counterStore();
    hub.add('echo', echo);
    one.watch(() => echo.dispatch(add(one.getState().value + 1)));
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/undone/);
    const entry = hub.journal.entry(4);
    expect(entry?.changes.map(({ store }) => store)).toEqual(['echo', 'echo']);
    expect(hub.time.stateAt('echo', 4)).toEqual({ state: echo.getState() });
  });

  test('a step that throws leaves those before it, when that is the policy', () => {
    const { hub, one, ones, twos } = twoCounters({ whenBatchFails: 'keep' });
    const fill = () =>
      hub.batch('both', (send) => {
        send(ones, add(1));
        send(twos, { type: 'fail' });
      });
    expect(fill).toThrowError(/was kept/);
    expect(one.getState().value).toBe(1);
    expect(hub.time.stateAt('one', 3)).toEqual({ state: { value: 1 } });
  });

  test('what reacts to a batch has it as its cause', () => {
    const { hub, two, ones } = twoCounters();
    ones.subscribe(() => two.dispatch(add(1)));
    hub.batch('one', (send) => send(ones, add(1)));
    expect(hub.journal.entry(4)).toMatchObject({ causeId: 3, changes: [{ store: 'two' }] });
  });

  test('has no other batch inside, and takes nothing after its function', () => {
    const { hub, ones } = twoCounters();
    const nested = () =>
      hub.batch('outer', (send) => {
        send(ones, add(1));
        hub.batch('inner', () => {});
      });
    expect(nested).not.toThrow();
    let late: (() => void) | undefined;
    hub.batch('late', (send) => {
      late = () => send(ones, add(1));
    });
    expect(() => late?.()).toThrowError(expect.objectContaining({ code: 'hub/batch-closed' }));
  });
});
