import { isStatehouseError } from '@statehouse/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClientMessage } from './client-message.ts';
import { parseFrame } from './frame.ts';
import { scanFrame } from './frame-scan.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { parseServerMessage } from './server-message.ts';
import { sampleClientMessages, sampleServerMessages } from './testing/sample-messages.ts';

const numRuns = Number(process.env.STATEHOUSE_CASES ?? 2_000);
const seed = process.env.STATEHOUSE_SEED === undefined ? {} : { seed: Number(process.env.STATEHOUSE_SEED) };

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('the scanned depth is the depth of what is parsed', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      expect(scanFrame(text).depth).toBe(depthOf(JSON.parse(text)));
    }),
    { numRuns, ...seed },
  );
});

test('a frame that is not suspicious holds no −0, no infinity and no lone surrogate', () => {
  const number = fc.oneof(
    fc.double().map((value) => (Object.is(value, -0) ? '-0' : JSON.stringify(value))),
    fc.constantFrom('1e400', '-1e309', '-0.0', '1E5', '12', `${'1'.repeat(310)}`),
  );
  const string = fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value));
  fc.assert(
    fc.property(fc.array(fc.oneof(number, string)), (items) => {
      const text = `{"items":[${items.join(',')}]}`;
      if (scanFrame(text).suspicious) return;
      const { items: values } = JSON.parse(text);
      for (const value of values) {
        expect(Object.is(value, -0)).toBe(false);
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        if (typeof value === 'string') expect(value.isWellFormed()).toBe(true);
      }
    }),
    { numRuns, ...seed },
  );
});

test('whatever comes, the answer is a value or a coded error', () => {
  const frames = [...sampleClientMessages, ...sampleServerMessages].map((message) => JSON.stringify(message));
  const mangled = fc
    .record({
      frame: fc.constantFrom(...frames),
      at: fc.nat(),
      length: fc.nat(6),
      put: fc.oneof(fc.string(), fc.json()),
    })
    .map(({ frame, at, length, put }) => {
      const position = at % frame.length;
      return frame.slice(0, position) + put + frame.slice(position + length);
    });
  fc.assert(
    fc.property(fc.oneof(mangled, fc.json(), fc.string()), (text) => {
      for (const parse of [() => parseClientMessage(text, DEFAULT_LIMITS), () => parseServerMessage(text)]) {
        try {
          parse();
        } catch (error) {
          expect(isStatehouseError(error)).toBe(true);
        }
      }
    }),
    { numRuns, ...seed },
  );
});

test('a deep value that is let through can be written again', () => {
  const value = parseFrame(`{"a":${'['.repeat(60)}${']'.repeat(60)}}`, DEFAULT_LIMITS);
  expect(JSON.stringify(value)).toContain('[[');
});
