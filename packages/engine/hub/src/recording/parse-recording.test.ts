import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHub } from '../hub.ts';
import { createRedactor } from '../redaction/redactor.ts';
import { add, counterStore } from '../testing/counter-store.ts';
import { exportRecording } from './export-recording.ts';
import { FIRST_SUM, sealLine } from './line-seal.ts';
import { parseRecording } from './parse-recording.ts';
import { replayRecording } from './replay-recording.ts';

const redactor = createRedactor({ sensitive: [], key: 'a key of more than sixteen bytes' });
const lines = linesOf();
const text = lines.join('');

function linesOf(): readonly string[] {
  const hub = createHub({ journal: { maxEntries: 16, maxOlderEntries: 8 } });
  const counts = hub.add('counter', counterStore());
  for (let each = 0; each < 60; each += 1) counts.dispatch(add(each));
  return [...exportRecording(hub, { redactor })];
}

function codeOf(given: string, options?: Parameters<typeof parseRecording>[1]): unknown {
  try {
    parseRecording(given, options);
    return undefined;
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error)) throw error;
    return error.code;
  }
}

/** A recording of the same form with other contents, and with sums that fit. */
function sealed(...contents: readonly object[]): string {
  let previous = FIRST_SUM;
  return contents
    .map((content) => {
      const { text: line, sum } = sealLine(previous, JSON.stringify(content));
      previous = sum;
      return `${line}\n`;
    })
    .join('');
}

const header = {
  format: 'statehouse-recording',
  version: 1,
  keyId: '',
  rules: [],
  from: 1,
  to: 1,
  stores: [],
};
const entry = {
  line: 'entry',
  id: 1,
  kind: 'action',
  name: 'x',
  origin: 'local',
  atMs: 0,
  durationMs: 0,
  outcome: { kind: 'applied' },
  changes: [],
};
const end = { line: 'end', entries: 1 };

describe('a recording that is read', () => {
  test('is whole, with either kind of line break', () => {
    const recording = parseRecording(text);
    expect(recording.damage).toBeUndefined();
    expect(recording.starts.size).toBe(1);
    expect(recording.entries.length).toBe(lines.length - 3);
    expect(parseRecording(text.replaceAll('\n', '\r\n'))).toEqual(recording);
    expect(parseRecording(text.trimEnd())).toEqual(recording);
    expect(codeOf(sealed(header, entry, end))).toBeUndefined();
  });

  test('is refused wherever it is cut', () => {
    fc.assert(
      fc.property(fc.nat(text.trimEnd().length - 1), (length) => {
        const code = codeOf(text.slice(0, length));
        expect(code).toBe(
          length < (lines[0] ?? '').length - 1 ? 'hub/recording-foreign' : 'hub/recording-damaged',
        );
      }),
      cases(300),
    );
  });

  test('is refused whichever letter is another one', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.integer({ min: 33, max: 126 }), (at, letter) => {
        fc.pre(text.charCodeAt(at) !== letter);
        const code = codeOf(text.slice(0, at) + String.fromCharCode(letter) + text.slice(at + 1));
        expect(code).toMatch(/^hub\/recording-(foreign|damaged|newer)$/);
      }),
      cases(500),
    );
  });

  test('is refused when a line is missing, doubled or out of place, by the number of the line', () => {
    const [a, b, c, d] = [lines.slice(0, 5), lines[5] ?? '', lines[6] ?? '', lines.slice(7)];
    const wrongs: readonly [at: number, lines: readonly string[]][] = [
      [6, [...a, c, ...d]],
      [7, [...a, b, b, c, ...d]],
      [6, [...a, c, b, ...d]],
    ];
    for (const [line, broken] of wrongs) {
      expect(() => parseRecording(broken.join(''))).toThrowError(
        expect.objectContaining({
          code: 'hub/recording-damaged',
          details: expect.objectContaining({ line }),
        }),
      );
    }
    expect(codeOf(`${text}more`)).toBe('hub/recording-damaged');
  });

  test('can be had up to the damage, and replayed as far', async () => {
    const broken = lines.with(9, `${lines[9]}`.replace('"add"', '"odd"')).join('');
    const recording = parseRecording(broken, { whenDamaged: 'prefix' });
    expect(recording.damage).toMatchObject({ line: 10 });
    expect(recording.entries).toEqual(parseRecording(text).entries.slice(0, 7));
    const result = await replayRecording(recording, { stores: { counter: counterStore() }, redactor });
    expect(result).toMatchObject({ ok: true, entries: 7, madeAgain: 7 });
  });

  test('is told from what is no recording, and from one of the future', () => {
    for (const foreign of [
      '',
      '\n',
      'hello',
      '{}',
      '[]',
      'null',
      '{"format":"else"}',
      '\u0000\u0001',
      '{'.repeat(5_000),
    ]) {
      expect(codeOf(foreign)).toBe('hub/recording-foreign');
    }
    for (const version of [0, 1.5, '1', null]) {
      expect(codeOf(sealed({ ...header, version }, entry, end))).toBe('hub/recording-foreign');
    }
    expect(codeOf(sealed({ ...header, version: 2 }, { anything: 1 }))).toBe('hub/recording-newer');
  });

  test('is measured before it is looked into', () => {
    expect(codeOf(text, { limits: { maxLetters: 100 } })).toBe('hub/recording-too-large');
    expect(codeOf(text, { limits: { maxLineLetters: 100 } })).toBe('hub/recording-too-large');
    expect(codeOf(text, { limits: { maxLines: 5 } })).toBe('hub/recording-too-large');
    let deep: object = {};
    for (let level = 0; level < 1_100; level += 1) deep = { deep };
    expect(
      codeOf(sealed(header, { ...entry, changes: [{ input: JSON.parse(JSON.stringify(deep)) }] }, end)),
    ).toBe('hub/recording-damaged');
  });

  test('is refused when its lines do not say what they should, though their sums fit', () => {
    const change = { store: 's', kind: 'action', name: 'x' };
    const wrongs: object[] = [
      { id: 2 },
      { id: '1' },
      { kind: 'dance' },
      { name: 7 },
      { origin: 'moon' },
      { cause: 0 },
      { atMs: -1 },
      { durationMs: 'long' },
      { outcome: undefined },
      { outcome: { kind: 'refused', by: 'x' } },
      { changes: {} },
      { changes: [{ ...change, store: null }] },
      { changes: [{ ...change, hash: 'abc' }] },
      { changes: [{ ...change, notes: 'isOpen' }] },
      { changes: [{ ...change, notes: [{ kind: 'dance', name: 'x' }] }] },
      { changes: [{ ...change, notes: [{ kind: 'guard', name: 'isOpen', passed: 1 }] }] },
      { changes: [{ ...change, notes: [{ kind: 'action' }] }] },
      { changes: [{ ...change, paths: [{ path: [-1], value: 1 }] }] },
      { changes: [{ ...change, paths: [{ path: ['a'] }] }] },
      { line: 'else' },
    ];
    for (const wrong of wrongs) {
      expect([
        wrong,
        codeOf(sealed(header, JSON.parse(JSON.stringify({ ...entry, ...wrong })), end)),
      ]).toEqual([wrong, 'hub/recording-damaged']);
    }
    const state = { line: 'state', store: 's', state: 1, hash: '0'.repeat(64) };
    expect(codeOf(sealed(header, state, entry, end))).toBe('hub/recording-damaged');
    expect(codeOf(sealed({ ...header, to: 2 }, entry, end))).toBe('hub/recording-damaged');
    expect(codeOf(sealed(header, entry, { ...end, entries: 2 }))).toBe('hub/recording-damaged');
  });
});
