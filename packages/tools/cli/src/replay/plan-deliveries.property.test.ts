import { seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DeliveryPlan, planDeliveries } from './plan-deliveries.ts';
import { simulateHistory } from './testing/simulated-history.ts';
import type { ConcurrentTrace } from './trace.ts';

const cases = Number(process.env.STATEHOUSE_CASES ?? 500);
const seed = process.env.STATEHOUSE_SEED;
const run = { numRuns: cases, ...(seed === undefined ? {} : { seed: Number(seed) }) };

const history = fc
  .record({ seed: fc.nat(), agentCount: fc.integer({ min: 1, max: 5 }), steps: fc.nat(120) })
  .map(({ seed: historySeed, ...options }) =>
    simulateHistory(seededRandom(historySeed), { ...options, alphabet: ['a', 'b', 'c'] }),
  );

/** The ancestors of each transaction, computed in the plainest way. */
function ancestors(trace: ConcurrentTrace): readonly ReadonlySet<number>[] {
  const sets: Set<number>[] = [];
  for (const { parents } of trace.transactions) {
    sets.push(new Set(parents.flatMap((parent) => [parent, ...(sets[parent] ?? [])])));
  }
  return sets;
}

function expectAuthorsKnowPrefixes(trace: ConcurrentTrace, plan: DeliveryPlan): void {
  const known = ancestors(trace);
  const agentOf = (transaction: number) => trace.transactions[transaction]?.agent;
  expect([...plan.order].sort((a, b) => a - b)).toEqual(trace.transactions.map((_, index) => index));
  for (const transaction of trace.transactions.keys()) {
    const others = (list: Iterable<number>) =>
      [...list].filter((other) => agentOf(other) !== agentOf(transaction));
    const expected = others(known[transaction] ?? []).sort((a, b) => a - b);
    for (const bound of [plan.needs[transaction], plan.allows[transaction]]) {
      expect(others(plan.order.slice(0, bound)).sort((a, b) => a - b)).toEqual(expected);
    }
    expect(plan.needs[transaction]).toBeLessThanOrEqual(plan.order.indexOf(transaction));
  }
}

test('every history that came from a log is planned, and each author knows a prefix plus its own edits', () => {
  fc.assert(
    fc.property(history, (trace) => {
      const plan = planDeliveries(trace);
      expectAuthorsKnowPrefixes(trace, plan);
      for (const line of plan.lines) {
        const places = line.map((transaction) => plan.order.indexOf(transaction));
        expect(places).toEqual([...places].sort((a, b) => a - b));
      }
    }),
    run,
  );
});

test('turns are the order in stretches of one agent each', () => {
  fc.assert(
    fc.property(history, (trace) => {
      const { turns, order, oneByOne } = planDeliveries(trace);
      expect(turns.map(({ to }) => to).at(-1) ?? 0).toBe(order.length);
      for (const [index, { agent, from, to }] of turns.entries()) {
        expect(from).toBe(turns[index - 1]?.to ?? 0);
        expect(
          new Set(order.slice(from, to).map((transaction) => trace.transactions[transaction]?.agent)),
        ).toEqual(new Set([agent]));
        if (oneByOne.has(agent)) expect(to - from).toBe(1);
      }
    }),
    run,
  );
});

test('with two authors, submissions are never cut', () => {
  const pairs = fc
    .nat()
    .map((historySeed) =>
      simulateHistory(seededRandom(historySeed), { agentCount: 2, steps: 100, alphabet: ['a'] }),
    );
  fc.assert(
    fc.property(pairs, (trace) => {
      expect(planDeliveries(trace).oneByOne.size).toBe(0);
    }),
    run,
  );
});

const patches = [{ position: 0, deleteCount: 0, insert: 'x' }];
const traceOf = (
  transactions: readonly (readonly [agent: number, parents: readonly number[]])[],
): ConcurrentTrace => ({
  kind: 'concurrent',
  startContent: '',
  endContent: '',
  astral: false,
  patchCount: transactions.length,
  agentCount: 4,
  transactions: transactions.map(([agent, parents]) => ({ agent, parents, patches })),
});

test('authors who saw two edits in opposite orders cannot be explained by one log', () => {
  const crossed = traceOf([
    [0, []],
    [1, []],
    [2, [0]],
    [3, [1]],
  ]);
  expect(() => planDeliveries(crossed)).toThrow(expect.objectContaining({ code: 'cli/no-server-order' }));
});

test('an agent that forks from itself is refused', () => {
  const forked = traceOf([
    [0, []],
    [0, [0]],
    [0, [0]],
  ]);
  expect(() => planDeliveries(forked)).toThrow(
    expect.objectContaining({ code: 'cli/agent-forks', details: { transaction: 2, previous: 1, agent: 0 } }),
  );
});

test('agents without transactions, and a trace without any, are planned', () => {
  expect(planDeliveries(traceOf([[2, []]])).order).toEqual([0]);
  expect(planDeliveries(traceOf([])).turns).toEqual([]);
});
