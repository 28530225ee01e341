import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseTrace } from './parse-trace.ts';

const bytes = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const sequential = { startContent: '', endContent: 'ab', txns: [{ time: '', patches: [[0, 0, 'ab']] }] };
const concurrent = {
  kind: 'concurrent',
  endContent: 'ab',
  numAgents: 2,
  txns: [
    { parents: [], numChildren: 1, agent: 0, patches: [[0, 0, 'a']] },
    { parents: [0], numChildren: 0, agent: 1, patches: [[1, 0, 'b']] },
  ],
};

test('a sequential trace is read, plain and gzipped alike', () => {
  const plain = parseTrace(bytes(sequential));
  expect(plain).toEqual(parseTrace(gzipSync(bytes(sequential))));
  expect(plain).toMatchObject({ kind: 'sequential', endContent: 'ab', astral: false, patchCount: 1 });
});

test('a concurrent trace keeps agents and parents', () => {
  const trace = parseTrace(bytes(concurrent));
  expect(trace).toMatchObject({ kind: 'concurrent', agentCount: 2, startContent: '' });
  expect(trace.transactions[1]).toMatchObject({
    agent: 1,
    parents: [0],
    patches: [{ position: 1, insert: 'b' }],
  });
});

test('a character above U+FFFF marks the trace, wherever it stands', () => {
  const patch = { ...sequential, endContent: '🙂', txns: [{ patches: [[0, 0, '🙂']] }] };
  expect(parseTrace(bytes(patch)).astral).toBe(true);
  expect(parseTrace(bytes({ ...sequential, startContent: '🙂' })).astral).toBe(true);
});

test.each([
  ['not JSON', '{', 'file'],
  ['not an object', '[]', 'trace'],
  ['another kind', { ...sequential, kind: 'other' }, 'kind'],
  ['no final text', { txns: [] }, 'endContent'],
  ['no transactions', { endContent: '' }, 'txns'],
  [
    'half a surrogate pair',
    { endContent: '', txns: [{ patches: [[0, 0, '\ud83d']] }] },
    'txns[0].patches[0]',
  ],
  ['a negative position', { endContent: '', txns: [{ patches: [[-1, 0, 'a']] }] }, 'txns[0].patches[0]'],
  ['a patch of two', { endContent: '', txns: [{ patches: [[0, 0]] }] }, 'txns[0].patches[0]'],
  [
    'a parent from the future',
    { ...concurrent, txns: [{ ...concurrent.txns[0], parents: [1] }] },
    'txns[0].parents',
  ],
  ['an agent past the count', { ...concurrent, numAgents: 1 }, 'txns[1].agent'],
  ['an absurd number of agents', { ...concurrent, numAgents: 1e9 }, 'numAgents'],
])('a trace is refused with the place: %s', (_, value, where) => {
  expect(() => parseTrace(bytes(value))).toThrow(
    expect.objectContaining({ code: 'cli/trace-invalid', details: expect.objectContaining({ where }) }),
  );
});

test('a broken gzip file is refused', () => {
  expect(() => parseTrace(gzipSync(bytes(sequential)).subarray(0, 20))).toThrow(
    expect.objectContaining({ code: 'cli/trace-invalid' }),
  );
});
