import { isStatehouseError } from '@statehouse/kernel';
import { describe, expect, test } from 'vitest';
import { encodeClientMessage, parseClientMessage } from './client-message.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { sampleClientMessages } from './testing/sample-messages.ts';

function codeOf(text: string, limits = DEFAULT_LIMITS): string {
  try {
    parseClientMessage(text, limits);
  } catch (error) {
    if (isStatehouseError(error)) return error.code;
    throw error;
  }
  return 'accepted';
}

const submit = {
  kind: 'submit',
  document: 'd',
  base: 0,
  first: 1,
  schemaVersion: 1,
  operations: [{ edits: [{ kind: 'delete', table: 't', id: 'x' }] }],
};
const presence = { kind: 'presence', document: 'd', version: 0, sequence: 0, state: { name: 'A', color: 0 } };
const selection = { table: 't', id: 'x', field: 'f', incarnation: 'c:1', anchor: 0, head: 0 };
const codeOfValue = (value: unknown) => codeOf(JSON.stringify(value));

test.each(sampleClientMessages)('a $kind survives encoding and parsing', (message) => {
  expect(parseClientMessage(encodeClientMessage(message), DEFAULT_LIMITS)).toEqual(message);
});

describe('frames that are refused before their shape is looked at', () => {
  test.each([
    ['not JSON', '{"kind":'],
    ['nothing', ''],
    ['JSON and more', '{"kind":"ping","nonce":1} x'],
    ['a bare NaN', '{"kind":"ping","nonce":NaN}'],
  ])('%s is not-json', (_, text) => {
    expect(codeOf(text)).toBe('protocol/not-json');
  });

  test.each(['null', '3', '"hello"', '[]', 'true'])('%s is not an object', (text) => {
    expect(codeOf(text)).toBe('protocol/not-an-object');
  });

  test('a frame above the limit is too large, whatever it holds', () => {
    expect(codeOf('x'.repeat(DEFAULT_LIMITS.maxFrameBytes + 1))).toBe('protocol/frame-too-large');
    expect(codeOf('x'.repeat(10_485_760))).toBe('protocol/frame-too-large');
  });

  test('the limit counts bytes, not characters', () => {
    const limits = { ...DEFAULT_LIMITS, maxFrameBytes: 40 };
    const frame = (document: string) => JSON.stringify({ kind: 'leave', document });
    expect(codeOf(frame('abcd'), limits)).toBe('accepted');
    expect(codeOf(frame('äöüß'), limits)).toBe('accepted');
    expect(codeOf(frame('日本語日本語'), limits)).toBe('protocol/frame-too-large');
    expect(codeOf(frame('🙂🙂🙂🙂'), limits)).toBe('protocol/frame-too-large');
  });

  test.each([65, 2_000, 10_000, 500_000])('nesting %i deep is too-deep', (depth) => {
    const text = `{"kind":"ping","nonce":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(codeOf(text)).toBe('protocol/too-deep');
    expect(codeOf('['.repeat(depth))).toBe('protocol/too-deep');
  });

  test('brackets inside strings are not nesting', () => {
    expect(codeOfValue({ kind: 'leave', document: `${'[{'.repeat(40)}"\\` })).toBe('accepted');
  });

  test.each(['__proto__', 'constructor', 'prototype'])('the key %s is forbidden anywhere', (key) => {
    expect(codeOf(`{"kind":"ping","nonce":1,"${key}":{}}`)).toBe('protocol/forbidden-key');
    expect(codeOf(`{"kind":"ping","nonce":[{"${key}":{}}]}`)).toBe('protocol/forbidden-key');
    const escaped = `\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}`;
    expect(codeOf(`{"kind":"ping","nonce":1,"${escaped}":1}`)).toBe('protocol/forbidden-key');
  });

  test('a forbidden key is fine as a value', () => {
    expect(codeOfValue({ kind: 'leave', document: 'constructor' })).toBe('accepted');
  });

  test.each(['\\ud800', '\\uDC00', 'x\\ud83d', '\\udc00\\ud800'])(
    'the lone surrogate %s is refused',
    (text) => {
      expect(codeOf(`{"kind":"leave","document":"${text}"}`)).toBe('protocol/lone-surrogate');
      expect(codeOf(`{"kind":"leave","document":"d","${text}":1}`)).toBe('protocol/lone-surrogate');
      const raw: unknown = JSON.parse(`"${text}"`);
      expect(codeOf(`{"kind":"leave","document":"${raw}"}`)).toBe('protocol/lone-surrogate');
    },
  );

  test('a whole pair is fine, raw or escaped', () => {
    expect(codeOf('{"kind":"leave","document":"\\ud83d\\ude42🙂"}')).toBe('accepted');
  });

  test.each(['1e400', '-1e400', '1E999', '9'.repeat(400)])('the number %s is not finite', (number) => {
    expect(codeOf(`{"kind":"ping","nonce":${number}}`)).toBe('protocol/number-too-large');
  });

  test.each(['-0', '-0.0', '-0e5'])('%s becomes 0', (number) => {
    const message = parseClientMessage(`{"kind":"ping","nonce":${number}}`, DEFAULT_LIMITS);
    expect(Object.is(message.kind === 'ping' && message.nonce, 0)).toBe(true);
  });
});

describe('frames of a wrong shape', () => {
  test.each([
    {},
    { kind: 'nope' },
    { kind: 1 },
    { kind: 'deliver' },
    { kind: 'welcome' },
    { kind: 'toString' },
  ])('%o is an unknown message', (value) => {
    expect(codeOfValue(value)).toBe('protocol/unknown-message');
  });

  test.each(sampleClientMessages)('a $kind with one more member is refused', (message) => {
    expect(codeOfValue({ ...message, tenant: 'other' })).toBe('protocol/unknown-field');
  });

  const required = sampleClientMessages.flatMap((message) =>
    Object.keys(message)
      .filter((key) => key !== 'kind' && key !== 'protocol')
      .map((key) => ({ key, message })),
  );

  test.each(required)('a $message.kind without $key is refused', ({ key, message }) => {
    const rest = Object.fromEntries(Object.entries(message).filter(([name]) => name !== key));
    expect(codeOfValue(rest)).toBe('protocol/missing-field');
  });

  test.each(required)('a $message.kind with an object-in-a-list as $key is refused', ({ key, message }) => {
    const code = codeOfValue({ ...message, [key]: [{ odd: true }] });
    expect(code).toMatch(/^(protocol\/wrong-type|ot\/(unknown-member|malformed-operation))$/);
  });

  test.each(['base', 'first', 'schemaVersion'])('a %s that is no version is out of range', (key) => {
    for (const bad of [-1, 1.5, 2 ** 53, 1e300]) {
      expect(codeOfValue({ ...submit, [key]: bad })).toBe('protocol/out-of-range');
    }
    expect(codeOfValue({ ...submit, [key]: '1' })).toBe('protocol/wrong-type');
  });

  test('sequences begin at 1 and end inside the safe integers', () => {
    expect(codeOfValue({ ...submit, first: 0 })).toBe('protocol/out-of-range');
    expect(codeOfValue({ ...submit, first: Number.MAX_SAFE_INTEGER })).toBe('protocol/out-of-range');
  });

  test('another protocol version is told so, even with members that this one does not know', () => {
    expect(codeOfValue({ kind: 'hello', protocol: 3, token: 't', client: 'c', more: 1 })).toBe(
      'protocol/unsupported-version',
    );
  });

  test('nobody has seen more than the base of his submission', () => {
    const withSeen = (seen: unknown) =>
      codeOfValue({ ...submit, base: 5, operations: [{ edits: [], seen }] });
    expect([0, 5].map(withSeen)).toEqual(['accepted', 'accepted']);
    expect([6, 2 ** 40].map(withSeen)).toEqual(['protocol/out-of-range', 'protocol/out-of-range']);
    expect([-1, 1.5, '1', null].map(withSeen)).not.toContain('accepted');
  });

  test('an empty submission and one of too many operations are refused', () => {
    expect(codeOfValue({ ...submit, operations: [] })).toBe('protocol/empty-submission');
    const operations = Array.from({ length: 1_001 }, () => ({ edits: [] }));
    expect(codeOfValue({ ...submit, operations })).toBe('protocol/too-many-operations');
  });

  test('the limits of an operation are the connection’s', () => {
    const edits = Array.from({ length: 3 }, () => ({ kind: 'delete', table: 't', id: 'x' }));
    const text = JSON.stringify({ ...submit, operations: [{ edits }] });
    expect(codeOf(text, { ...DEFAULT_LIMITS, maxEditsPerOperation: 2 })).toBe('ot/too-many-edits');
    expect(codeOf(text)).toBe('accepted');
  });
});

describe('names', () => {
  test.each([
    ['empty', ''],
    ['129 bytes', 'x'.repeat(129)],
    ['129 bytes in fewer characters', 'ä'.repeat(65)],
    ['with NUL', 'a\u0000b'],
    ['with a line break', 'a\nb'],
    ['with DEL', 'a\u007f'],
    ['with a C1 control', 'a\u0085'],
  ])('a name that is %s is out of range', (_, name) => {
    expect(codeOfValue({ kind: 'open', document: name, since: 0 })).toBe('protocol/out-of-range');
    expect(codeOfValue({ kind: 'hello', protocol: 2, token: 't', client: name })).toBe(
      'protocol/out-of-range',
    );
  });

  test.each([
    '../../etc/passwd',
    '*',
    '>',
    '.',
    "';--",
    '\u202eabc',
    '日本語',
    'x'.repeat(128),
    'ä'.repeat(64),
  ])('the odd name %s is a name', (name) => {
    expect(codeOfValue({ kind: 'open', document: name, since: 0 })).toBe('accepted');
  });
});

describe('presence', () => {
  const withState = (state: unknown) => codeOfValue({ ...presence, state });

  test('its members are exact', () => {
    expect(withState({ name: 'A', color: 0 })).toBe('accepted');
    expect(withState({ name: 'A', color: 12 })).toBe('protocol/out-of-range');
    expect(withState({ name: 'A', color: 0, odd: 1 })).toBe('protocol/unknown-field');
    expect(withState({ name: 'A' })).toBe('protocol/missing-field');
    expect(withState({ name: 'A', color: 0, selection: { ...selection, odd: 1 } })).toBe(
      'protocol/unknown-field',
    );
    expect(withState({ name: 'A', color: 0, selection: null })).toBe('protocol/wrong-type');
    expect(withState({ name: 'A', color: 0, selection: { ...selection, head: -1 } })).toBe(
      'protocol/out-of-range',
    );
  });

  test('above 4 kB it is too large', () => {
    expect(withState({ name: 'A', color: 0, data: 'x'.repeat(4_000) })).toBe('accepted');
    expect(withState({ name: 'A', color: 0, data: 'x'.repeat(4_090) })).toBe('protocol/presence-too-large');
    expect(withState({ name: 'A', color: 0, data: '日'.repeat(1_400) })).toBe('protocol/presence-too-large');
  });
});

test('no error repeats what was sent', () => {
  const secret = 'hunter2-hunter2';
  const frames = [
    secret,
    JSON.stringify({ kind: secret }),
    JSON.stringify({ kind: 'ping', nonce: secret }),
    JSON.stringify({ kind: 'ping', nonce: 1, [secret]: secret }),
    JSON.stringify({ ...submit, document: `${secret}\u0000` }),
    JSON.stringify({ ...submit, operations: [{ edits: [{ kind: secret }] }] }),
  ];
  for (const frame of frames) {
    try {
      parseClientMessage(frame, DEFAULT_LIMITS);
      expect.unreachable();
    } catch (error) {
      expect(isStatehouseError(error)).toBe(true);
      if (!isStatehouseError(error)) continue;
      expect(JSON.stringify([error.message, error.details, String(error.cause)])).not.toContain(secret);
    }
  }
});
