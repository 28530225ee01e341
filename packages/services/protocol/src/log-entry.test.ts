import { createHash } from 'node:crypto';
import { canonicalize, isJsonObject } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import { decodeEntry } from './decode-entry.ts';
import { type EntryDraft, encodeEntry } from './encode-entry.ts';
import { deliveredFromEntry, type Outcome } from './log-entry.ts';
import { sampleServerMessages } from './testing/sample-messages.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const payload = '{"edits":[]}';
const draft: EntryDraft = {
  kind: 'operation',
  document: 'böard "1"',
  version: 6,
  epoch: 2,
  client: 'c1',
  sequence: 2,
  base: 5,
  schemaVersion: 1,
  author: 'anna',
  payloadDigest: sha256(payload),
};
const sample = sampleServerMessages.find((message) => message.kind === 'deliver');
const operation = sample?.kind === 'deliver' ? sample.entries[0] : undefined;
const applied: Outcome = {
  verdict: 'applied',
  effect: operation?.kind === 'operation' ? operation.effect : [],
  conflicts: operation?.kind === 'operation' ? operation.conflicts : [],
  timeMs: 12,
};
const refused: Outcome = {
  verdict: 'refused',
  effect: [],
  conflicts: [],
  timeMs: 12,
  refusal: { code: 'server/read-only', message: 'No.' },
};

test.each([
  ['operation', draft, applied],
  ['operation', draft, { ...applied, seen: 3 }],
  ['refusal', { ...draft, kind: 'refusal' as const }, refused],
  [
    'schema',
    { ...draft, kind: 'schema' as const, client: '', sequence: 0 },
    { ...applied, effect: [], conflicts: [] },
  ],
])('an entry of kind %s survives the log, and is delivered as its decoded form is', (_, head, outcome) => {
  const { texts, delivered } = encodeEntry(head, payload, outcome, sha256);
  const entry = decodeEntry(texts, sha256);
  expect(entry.outcome).toEqual(outcome);
  expect(entry.payload).toBe(payload);
  expect(entry.header).toEqual({ ...head, algebra: 1, outcomeDigest: sha256(texts.outcome) });
  expect(JSON.parse(delivered)).toEqual(deliveredFromEntry(entry));
});

test.each<readonly [string, number | undefined, Outcome, number | undefined]>([
  ['the author had seen everything but the base said so', undefined, applied, undefined],
  ['the author had seen less than the base', 3, applied, 3],
  [
    'the effect only merges',
    3,
    { ...applied, effect: [{ kind: 'insert', table: 't', id: 'x', row: { fields: {} } }] },
    undefined,
  ],
])('what the author had seen is told where it matters: %s', (_, seen, outcome, told) => {
  const given: Outcome = outcome.verdict === 'applied' && seen !== undefined ? { ...outcome, seen } : outcome;
  const { texts, delivered } = encodeEntry(draft, payload, given, sha256);
  expect(JSON.parse(delivered).seen).toBe(told);
  expect(JSON.parse(delivered)).toEqual(deliveredFromEntry(decodeEntry(texts, sha256)));
});

test('in an entry from before this was kept, the author had seen the base', () => {
  const { texts, delivered } = encodeEntry({ ...draft, base: 2 }, payload, applied, sha256);
  expect(texts.outcome).not.toContain('"seen"');
  expect(JSON.parse(delivered).seen).toBe(2);
  expect(deliveredFromEntry(decodeEntry(texts, sha256))).toMatchObject({ version: 6, seen: 2 });
});

test('a header is canonical JSON', () => {
  const { texts } = encodeEntry(draft, payload, applied, sha256);
  const header: unknown = JSON.parse(texts.header);
  expect(isJsonObject(header) && canonicalize(header)).toBe(texts.header);
});

test.each([
  ['payload', (texts: Texts) => ({ ...texts, payload: '{"edits":[1]}' })],
  ['outcome', (texts: Texts) => ({ ...texts, outcome: texts.outcome.replace('12', '13') })],
  ['header that is not JSON', (texts: Texts) => ({ ...texts, header: texts.header.slice(1) })],
  [
    'header of another version',
    (texts: Texts) => ({ ...texts, header: texts.header.replace('"version":6', '"version":7') }),
  ],
  [
    'header of another algebra',
    (texts: Texts) => ({ ...texts, header: texts.header.replace('"algebra":1', '"algebra":2') }),
  ],
  ['column of another client', (texts: Texts) => ({ ...texts, client: 'c2' })],
  ['column of another kind', (texts: Texts) => ({ ...texts, kind: 'refusal' })],
])('a record with a changed %s is damaged', (_, change) => {
  const { texts } = encodeEntry(draft, payload, applied, sha256);
  const damaged = expect.objectContaining({
    code: 'protocol/damaged-record',
    details: expect.objectContaining({ version: 6 }),
  });
  expect(() => decodeEntry(change(texts), sha256)).toThrowError(damaged);
});

test('an outcome whose digest is right but whose shape is wrong is damaged too', () => {
  for (const outcome of [
    '{}',
    '{"verdict":"refused","timeMs":1}',
    '{"verdict":"applied","timeMs":1,"effect":[],"conflicts":{}}',
  ]) {
    const { texts } = encodeEntry(draft, payload, applied, sha256);
    const header = texts.header.replace(/"outcomeDigest":"\w+"/, `"outcomeDigest":"${sha256(outcome)}"`);
    expect(() => decodeEntry({ ...texts, header, outcome }, sha256)).toThrowError(
      expect.objectContaining({ code: 'protocol/damaged-record' }),
    );
  }
});

type Texts = ReturnType<typeof encodeEntry>['texts'];
