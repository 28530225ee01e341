import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { diffTexts, emptyText } from './rope.ts';

interface Trace {
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly (readonly [number, number, string])[] }[];
}

const data = process.env.STATEHOUSE_DATA ?? resolve(import.meta.dirname, '../../../../../shared/data');
const folder = resolve(data, 'editing-traces/sequential');

if (existsSync(folder)) {
  for (const name of readdirSync(folder)) {
    test(`the recorded session ${name} ends with the recorded text`, () => {
      const trace: Trace = JSON.parse(gunzipSync(readFileSync(resolve(folder, name))).toString());
      const patches = trace.txns.flatMap((transaction) => transaction.patches);
      let text = emptyText();
      let middle = text;
      patches.forEach(([position, deleteCount, insert], index) => {
        if (index === patches.length >>> 1) middle = text;
        text = text.splice(position, deleteCount, insert);
      });
      expect(text.toString() === trace.endContent).toBe(true);
      let back = text;
      for (const { position, removed, inserted } of diffTexts(text, middle).toReversed()) {
        back = back.splice(position, removed.length, inserted);
      }
      expect(back.toString() === middle.toString()).toBe(true);
    });
  }
} else {
  test.skip('recorded sessions end with the recorded text: no data at STATEHOUSE_DATA', () => {});
}
