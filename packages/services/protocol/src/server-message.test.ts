import { isStatehouseError } from '@statehouse/kernel';
import { describe, expect, test } from 'vitest';
import { encodeServerMessage, parseServerMessage } from './server-message.ts';
import { sampleServerMessages } from './testing/sample-messages.ts';

function codeOf(value: unknown): string {
  try {
    parseServerMessage(JSON.stringify(value));
  } catch (error) {
    if (isStatehouseError(error)) return error.code;
    throw error;
  }
  return 'accepted';
}

test.each(sampleServerMessages)('a $kind survives encoding and parsing', (message) => {
  expect(parseServerMessage(encodeServerMessage(message))).toEqual(message);
});

test.each(sampleServerMessages)('a $kind with one more member is refused', (message) => {
  expect(codeOf({ ...message, odd: 1 })).toBe('protocol/unknown-field');
});

const required = sampleServerMessages.flatMap((message) =>
  Object.keys(message)
    .filter(
      (key) =>
        !['kind', 'protocol', 'details'].includes(key) && !(message.kind === 'error' && key === 'document'),
    )
    .map((key) => ({ key, message })),
);

test.each(required)('a $message.kind without $key is refused', ({ key, message }) => {
  const rest = Object.fromEntries(Object.entries(message).filter(([name]) => name !== key));
  expect(codeOf(rest)).toMatch(/^protocol\/(missing-field|out-of-range)$/);
});

test.each(required)('a $message.kind with an object-in-a-list as $key is refused', ({ key, message }) => {
  expect(codeOf({ ...message, [key]: [{ odd: 1 }] })).toMatch(
    /^protocol\/(wrong-type|unknown-field|out-of-range|missing-field)$/,
  );
});

test('a client’s message is unknown to a client', () => {
  expect(codeOf({ kind: 'submit' })).toBe('protocol/unknown-message');
});

test('a frame of text that is not JSON is not-json, and a server of another version is told apart', () => {
  expect(() => parseServerMessage('<html>')).toThrowError(
    expect.objectContaining({ code: 'protocol/not-json' }),
  );
  expect(codeOf({ kind: 'welcome', protocol: 3 })).toBe('protocol/unsupported-version');
});

describe('deliveries', () => {
  const schema = (version: number) => ({ kind: 'schema', version, schemaVersion: 1 });
  const deliver = (from: number, to: number, versions: readonly number[]) =>
    codeOf({ kind: 'deliver', document: 'd', from, to, entries: versions.map(schema) });

  test('versions follow one another from the base to the end', () => {
    expect(deliver(3, 5, [4, 5])).toBe('accepted');
    expect(deliver(3, 5, [4, 6])).toBe('protocol/out-of-range');
    expect(deliver(3, 5, [3, 4])).toBe('protocol/out-of-range');
    expect(deliver(3, 6, [4, 5])).toBe('protocol/out-of-range');
    expect(deliver(3, 3, [])).toBe('protocol/out-of-range');
  });

  test('an entry has the members of its kind only', () => {
    const entry = {
      kind: 'refusal',
      version: 1,
      client: 'c',
      sequence: 1,
      author: 'a',
      timeMs: 1,
      code: 'x',
      message: 'y',
    };
    const withEntry = (one: unknown) =>
      codeOf({ kind: 'deliver', document: 'd', from: 0, to: 1, entries: [one] });
    expect(withEntry(entry)).toBe('accepted');
    expect(withEntry({ ...entry, effect: [] })).toBe('protocol/unknown-field');
    expect(withEntry({ ...entry, kind: 'operation' })).toBe('protocol/unknown-field');
    expect(withEntry({ ...entry, kind: 'schema' })).toBe('protocol/unknown-field');
    expect(withEntry({ ...entry, kind: 'odd' })).toBe('protocol/out-of-range');
    expect(withEntry('odd')).toBe('protocol/wrong-type');
  });

  test('an effect that is not well-formed is refused with the algebra’s code', () => {
    const entry = {
      kind: 'operation',
      version: 1,
      client: 'c',
      sequence: 1,
      author: 'a',
      timeMs: 1,
      conflicts: [],
    };
    const withEffect = (effect: unknown) =>
      codeOf({ kind: 'deliver', document: 'd', from: 0, to: 1, entries: [{ ...entry, effect }] });
    expect(withEffect([])).toBe('accepted');
    expect(withEffect([{ kind: 'odd' }])).toBe('ot/malformed-effect');
  });
});

describe('snapshots', () => {
  const part = { kind: 'snapshot-part', document: 'd', version: 1, part: 0, parts: 1 };

  test('a part is one of the parts', () => {
    expect(codeOf({ ...part, rows: [] })).toBe('accepted');
    expect(codeOf({ ...part, part: 1, rows: [] })).toBe('protocol/out-of-range');
  });

  test.each([
    [[['t', 'x']]],
    [[['t', 'x', { fields: {} }, 1]]],
    [[['t', 'x', { fields: [] }]]],
    [[['t', 'x', { fields: {}, odd: 1 }]]],
    [[['t', 'x', { fields: {}, place: { parent: 1, position: 'a' } }]]],
    [[[1, 'x', { fields: {} }]]],
  ])('the row %j is refused', (rows) => {
    expect(codeOf({ ...part, rows })).toMatch(/^protocol\/(missing-field|unknown-field|wrong-type)$/);
  });
});

test('an opened document’s role is one of the roles', () => {
  const opened = {
    kind: 'opened',
    document: 'd',
    schemaVersion: 1,
    from: 0,
    to: 0,
    entries: [],
    lastSequence: 0,
    peers: [],
  };
  expect(codeOf({ ...opened, role: 'reader' })).toBe('accepted');
  expect(codeOf({ ...opened, role: 'none' })).toBe('protocol/out-of-range');
});
