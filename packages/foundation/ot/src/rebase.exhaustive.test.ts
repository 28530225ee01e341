import { expect, test } from 'vitest';
import { applied, ModelClient, ModelServer, settle } from './testing/text-protocol.model.ts';
import type { TextDelta } from './text-delta.ts';

const BASE = 'abc';

/** Every insertion of one character and every deletion of one or more in a text of this length. */
function singleDeltas(length: number, inserted: string, longestDeletion: number): TextDelta[] {
  const deltas: TextDelta[] = [];
  for (let at = 0; at <= length; at += 1) {
    const keep = at === 0 ? [] : [at];
    deltas.push([...keep, inserted]);
    for (let count = 1; count <= Math.min(longestDeletion, length - at); count += 1)
      deltas.push([...keep, -count]);
  }
  return deltas;
}

/** Every line of up to two single deltas. */
function linesOfUpToTwo(inserted: readonly [string, string], longestDeletion: number): TextDelta[][] {
  const lines: TextDelta[][] = [[]];
  for (const one of singleDeltas(BASE.length, inserted[0], longestDeletion)) {
    lines.push([one]);
    const length = applied(BASE, one).length;
    for (const two of singleDeltas(length, inserted[1], longestDeletion)) lines.push([one, two]);
  }
  return lines;
}

/** All clients edit before they hear of each other; `order` says who sends first. The result, if all agree. */
function converged(lines: readonly TextDelta[][], order: readonly number[]): string {
  const server = new ModelServer(BASE);
  const clients = lines.map((line, index) => {
    const client = new ModelClient(String.fromCharCode(65 + index), BASE);
    for (const delta of line) client.edit(delta);
    return client;
  });
  for (const index of order) clients[index]?.submit(server);
  settle(server, clients);
  for (const client of clients)
    if (client.view !== server.text) throw new Error(describeFailure(lines, order));
  return server.text;
}

function describeFailure(lines: readonly TextDelta[][], order: readonly number[]): string {
  return `no convergence: ${JSON.stringify(lines)} in order ${JSON.stringify(order)}`;
}

test('two clients with up to two operations each converge, in every case and order, to one result', () => {
  const mine = linesOfUpToTwo(['x', 'y'], 3);
  const yours = linesOfUpToTwo(['X', 'Y'], 3);
  let cases = 0;
  for (const first of mine) {
    for (const second of yours) {
      converged([first, second], [0, 1]);
      converged([first, second], [1, 0]);
      cases += 2;
    }
  }
  expect(cases).toBe(2 * mine.length * yours.length);
  expect(mine.length).toBeGreaterThan(90);
});

test('three clients with up to two operations each converge in every case, the order of sending rotating', () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  const lines = [linesOfUpToTwo(['x', 'y'], 1), linesOfUpToTwo(['X', 'Y'], 1), linesOfUpToTwo(['1', '2'], 1)];
  const [first = [], second = [], third = []] = lines;
  const everyOrder =
    process.env.STATEHOUSE_CASES !== undefined && Number(process.env.STATEHOUSE_CASES) > 100_000;
  let cases = 0;
  for (const one of first) {
    for (const two of second) {
      for (const three of third) {
        const chosen = everyOrder ? orders : [orders[cases % orders.length] ?? orders[0]];
        for (const order of chosen) converged([one, two, three], order);
        cases += 1;
      }
    }
  }
  expect(cases).toBe(first.length * second.length * third.length);
}, 600_000);
