import { createPlainStore } from '@statehouse/hub';
import { canonicalize } from '@statehouse/kernel';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SharedLeaderStore, shareLeaderStore } from './leader-store.ts';
import { type HouseTab, TabHouse } from './tab-house.fixture.ts';

interface Orders {
  readonly done: readonly string[];
}

/** A program whose inputs do something outside: each is written down when it acts. */
function cashier(acts: string[]) {
  return {
    initial: { done: [] },
    start: (state: Orders) => {
      const store = createPlainStore<Orders, string>({
        initial: state,
        reduce: ({ done }, id) => ({ done: [...done, id] }),
        nameOf: () => 'order',
      });
      let isOpen = true;
      return {
        store: {
          getState: store.getState,
          subscribe: store.subscribe,
          dispatch(id: string) {
            if (!isOpen) throw new Error('it runs no more');
            acts.push(id);
            store.dispatch(id);
          },
        },
        stop: () => {
          isOpen = false;
        },
      };
    },
  };
}

const which = fc.nat(3);
const step = fc.oneof(
  { weight: 10, arbitrary: fc.record({ act: fc.constant('send' as const), which }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(300) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.integer({ min: 500, max: 2_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('freeze' as const), which, notice: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('thaw' as const), which }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('die' as const), which }) },
  { weight: 2, arbitrary: fc.constant({ act: 'open' as const }) },
);

test('what a leader runs acts once on each input, though leaders die and freeze', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.nat(1_000_000),
      async (steps, seed) => {
        const house = new TabHouse(seed);
        const acts: string[] = [];
        const pages: {
          tab: HouseTab;
          shared: SharedLeaderStore<Orders, string>;
          sent: string[];
          taken: string[];
        }[] = [];
        const open = () => {
          const tab = house.open();
          pages.push({ tab, shared: shareLeaderStore(cashier(acts), tab.options), sent: [], taken: [] });
        };
        const living = () => pages.filter(({ tab }) => tab.tab.phase !== 'dead');
        const chosen = (at: number) => living()[at % Math.max(1, living().length)];
        open();
        open();
        for (const each of steps) {
          const page = 'which' in each ? chosen(each.which) : undefined;
          if (each.act === 'wait') await house.pass(each.ms);
          else if (each.act === 'open' && living().length < 4) open();
          else if (each.act === 'freeze') page?.tab.tab.freeze({ notice: each.notice });
          else if (each.act === 'thaw') page?.tab.tab.thaw();
          else if (each.act === 'die') page?.tab.die();
          else if (each.act === 'send' && page?.tab.tab.phase === 'running') {
            const id = `${pages.indexOf(page)}.${page.sent.length}`;
            page.sent.push(id);
            page.shared.send(id).then(() => page.taken.push(id));
          }
        }
        for (const { tab } of living()) tab.tab.thaw();
        if (living().length === 0) open();
        await house.pass(5_000);
        const timesOf = (id: string) => acts.filter((each) => each === id).length;
        for (const { tab, sent, taken } of pages) {
          const isAlive = tab.tab.phase !== 'dead';
          expect(sent.map(timesOf).filter((times) => (isAlive ? times !== 1 : times > 1))).toEqual([]);
          if (isAlive) expect(taken.toSorted()).toEqual(sent.toSorted());
        }
        const states = living().map(({ shared }) =>
          canonicalize({ done: [...shared.store.getState().done] }),
        );
        expect(new Set(states).size).toBe(1);
      },
    ),
    cases(400),
  );
}, 300_000);
