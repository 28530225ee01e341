import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeTraces } from './make.ts';

const traces = makeTraces();

test.each([...traces.keys()])('%s is what the script makes', (name) => {
  expect(readFileSync(new URL(name, import.meta.url), 'utf8')).toBe(traces.get(name));
});

test('the sequential trace ends with the text that its patches make', () => {
  const { txns, endContent } = JSON.parse(traces.get('essay.json') ?? '');
  let points: string[] = [];
  for (const { patches } of txns) {
    for (const [position, deleteCount, insert] of patches) {
      points = [...points.slice(0, position), ...insert, ...points.slice(position + deleteCount)];
    }
  }
  expect(points.join('')).toBe(endContent);
  expect(txns.some(({ patches }: { patches: unknown[] }) => patches.length > 1)).toBe(true);
});

test('in the concurrent trace several people write without knowing of each other', () => {
  const { txns, numAgents } = JSON.parse(traces.get('minutes.json') ?? '');
  expect(new Set(txns.map(({ agent }: { agent: number }) => agent)).size).toBe(numAgents);
  expect(txns.filter(({ parents }: { parents: number[] }) => parents.length > 1).length).toBeGreaterThan(50);
});
