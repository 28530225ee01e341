import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CommandServer, startTemporaryServer } from '../temporary-server.ts';
import { parseTrace } from './parse-trace.ts';
import { planDeliveries } from './plan-deliveries.ts';
import { replay } from './replay.ts';
import { replaySchema } from './replay-schema.ts';
import { mergeByAlgebra } from './testing/merge-by-algebra.ts';
import { simulateHistory } from './testing/simulated-history.ts';
import type { ConcurrentTrace, SequentialTrace, TraceTransaction } from './trace.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const data = resolve(root, process.env.STATEHOUSE_DATA ?? '../shared/data', 'editing-traces');
const hasData = existsSync(data);
const without = hasData ? '' : ` (skipped: no ${data})`;

let server: CommandServer;
beforeAll(async () => {
  server = await startTemporaryServer(replaySchema(1));
});
afterAll(() => server.close());

const load = (path: string) => parseTrace(readFileSync(path));
const example = (name: string) => load(resolve(root, 'examples/traces', name));

function concurrentTrace(path: string): ConcurrentTrace {
  const trace = load(path);
  if (trace.kind !== 'concurrent') throw new RangeError(`${path} is not concurrent`);
  return trace;
}

function sequential(
  startContent: string,
  endContent: string,
  ...transactions: readonly TraceTransaction[]
): SequentialTrace {
  const patchCount = transactions.reduce((sum, { patches }) => sum + patches.length, 0);
  return { kind: 'sequential', startContent, endContent, astral: true, patchCount, transactions };
}

/** A history of several authors; what they type is chosen by what they see as our algebra merges it. */
function randomTrace(seed: number): ConcurrentTrace {
  const random = seededRandom(seed, 'patches');
  const alphabet = ['a', 'b', 'é', '🙂'];
  const history = simulateHistory(seededRandom(seed), { agentCount: 2 + (seed % 4), steps: 90, alphabet });
  const transactions = [...history.transactions];
  const texts = mergeByAlgebra(history, planDeliveries(history), (transaction, index, text) => {
    const points = [...text].length;
    const position = drawInt(random, points + 1);
    const deleteCount = Math.min(points - position, drawInt(random, 3));
    const insert = drawOne(random, alphabet).repeat(drawInt(random, 3));
    const chosen = { ...transaction, patches: [patch(position, deleteCount, insert)] };
    transactions[index] = chosen;
    return chosen;
  });
  expect(new Set(texts).size).toBe(1);
  return { ...history, transactions, endContent: texts[0] ?? '' };
}

const patch = (position: number, deleteCount: number, insert: string) => ({ position, deleteCount, insert });

test('a sequential trace ends as recorded, one entry for each transaction', async () => {
  const trace = example('essay.json');
  const result = await replay({ trace, server });
  expect(result).toMatchObject({
    ok: true,
    sameAsRecorded: true,
    clients: 1,
    finalLength: 614,
    expectedLength: 614,
  });
  expect(result.serverVersion).toBe(trace.transactions.length + 2);
});

test('in a concurrent trace three clients and a fresh one end the same, and as recorded', async () => {
  const trace = example('minutes.json');
  const result = await replay({ trace, server });
  expect(result).toMatchObject({ ok: true, sameAsRecorded: true, clients: 3 });
  expect(result.serverVersion).toBe(trace.transactions.length + 2);
});

test('a transaction whose patches cancel out is an entry all the same', async () => {
  const nothing = { patches: [patch(1, 0, 'x'), patch(1, 1, '')] };
  const trace = sequential('a🙂', '', nothing, { patches: [] }, { patches: [patch(0, 2, '')] }, nothingAtAll);
  expect(await replay({ trace, server })).toMatchObject({ ok: true, serverVersion: 6, finalLength: 0 });
});
const nothingAtAll = { patches: [patch(0, 0, 'x'), patch(0, 1, '')] };

test('a text that is not the recorded one is not passed off as it', async () => {
  const result = await replay({ trace: sequential('', 'ba', { patches: [patch(0, 0, 'ab')] }), server });
  expect(result).toMatchObject({ ok: false, sameAsRecorded: false });
});

test('a document that holds something already is left alone', async () => {
  const trace = sequential('', 'a', { patches: [patch(0, 0, 'a')] });
  await replay({ trace, server, document: 'taken' });
  await expect(replay({ trace, server, document: 'taken' })).rejects.toMatchObject({
    code: 'cli/document-in-use',
  });
});

test.each(Array.from({ length: 12 }, (_, seed) => seed))(
  'authors who know a prefix of the log and their own edits replay as the algebra says (seed %i)',
  async (seed) => {
    const trace = randomTrace(seed);
    const result = await replay({ trace, server });
    expect(result).toMatchObject({ ok: true, sameAsRecorded: true });
    expect(result.serverVersion).toBe(trace.transactions.length + 2);
  },
);

test.skipIf(!hasData)(`the algebra alone makes the recorded text of friendsforever${without}`, () => {
  const trace = concurrentTrace(resolve(data, 'concurrent/friendsforever.json.gz'));
  expect(mergeByAlgebra(trace, planDeliveries(trace))).toEqual([trace.endContent, trace.endContent]);
});

test.skipIf(!hasData)(`with the tie the other way friendsforever has the same characters${without}`, () => {
  const trace = concurrentTrace(resolve(data, 'concurrent/friendsforever.json.gz'));
  const transactions = trace.transactions.map((one) => ({ ...one, agent: 1 - one.agent }));
  const swapped = { ...trace, transactions };
  const [text = '', other] = mergeByAlgebra(swapped, planDeliveries(swapped));
  expect(other).toBe(text);
  expect(text).not.toBe(trace.endContent);
  expect([...text].sort().join('')).toBe([...trace.endContent].sort().join(''));
});

test.skipIf(!hasData)(`sveltecomponent replays as recorded${without}`, async () => {
  const trace = load(resolve(data, 'sequential/sveltecomponent.json.gz'));
  expect(await replay({ trace, server })).toMatchObject({
    ok: true,
    sameAsRecorded: true,
    serverVersion: 18_337,
  });
});
