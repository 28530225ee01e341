import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sampleClientMessages, sampleServerMessages } from './testing/sample-messages.ts';
import { PROTOCOL_VERSION } from './version.ts';

/** A value without its contents: what members there are and of which types. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  const members = Object.entries(value).map(([key, member]) => [
    key,
    key === 'kind' ? member : shapeOf(member),
  ]);
  return Object.fromEntries(members.sort());
}

test('the shape of the messages is the one that the history gives for this version', () => {
  const shape = shapeOf([...sampleClientMessages, ...sampleServerMessages]);
  const digest = createHash('sha256').update(JSON.stringify(shape)).digest('hex');
  const history = readFileSync(new URL('../history.md', import.meta.url), 'utf8');
  const last = history.trim().split('\n').at(-1) ?? '';
  expect(last, 'the wire changed: raise PROTOCOL_VERSION and add a line to history.md').toContain(
    `| ${PROTOCOL_VERSION} | \`${digest}\` |`,
  );
});
