/**
 * Plays recorded editing sessions into a text, every version a value of its own. From the root of the repository:
 * `node --expose-gc --conditions=statehouse-source packages/foundation/collections/src/rope.bench.ts`
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fastestMs, heapUsedBytes } from '../measure.bench.ts';
import { emptyText } from './rope.ts';
import { splitsPair } from './surrogates.ts';

type Patch = readonly [position: number, deleteCount: number, insert: string];

interface Trace {
  readonly endContent: string;
  readonly txns: readonly { readonly patches: readonly Patch[] }[];
}

const data = process.env.STATEHOUSE_DATA ?? resolve(import.meta.dirname, '../../../../../shared/data');
const folder = resolve(data, 'editing-traces/sequential');
const repeats = 12;

function play(patches: readonly Patch[]): string {
  let text = emptyText();
  for (const [position, deleteCount, insert] of patches) text = text.splice(position, deleteCount, insert);
  return text.toString();
}

/** With what an operation needs to know besides: that its ends split no pair, and what it removed. */
function playWithReads(patches: readonly Patch[]): number {
  let text = emptyText();
  let read = 0;
  for (const [position, deleteCount, insert] of patches) {
    const end = position + deleteCount;
    if (splitsPair(text, position) || splitsPair(text, end))
      throw new RangeError(`${position} splits a pair`);
    read += text.slice(position, end).length;
    text = text.splice(position, deleteCount, insert);
  }
  return read;
}

function playNative(patches: readonly Patch[]): string {
  let text = '';
  for (const [position, deleteCount, insert] of patches) {
    text = text.slice(0, position) + insert + text.slice(position + deleteCount);
  }
  return text;
}

/** What it takes to keep every version. */
function bytesPerVersion(patches: readonly Patch[]): number {
  const before = heapUsedBytes();
  const versions = [emptyText()];
  for (const [position, deleteCount, insert] of patches) {
    versions.push((versions.at(-1) ?? emptyText()).splice(position, deleteCount, insert));
  }
  return (heapUsedBytes() - before) / versions.length;
}

if (!existsSync(folder)) console.log(`no traces at ${folder}; set STATEHOUSE_DATA`);
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  const trace: Trace = JSON.parse(gunzipSync(readFileSync(resolve(folder, name))).toString());
  const patches = trace.txns.flatMap((transaction) => transaction.patches);
  if (play(patches) !== trace.endContent) throw new Error(`${name} ends with another text than recorded`);
  const report = (what: string, ms: number) => {
    const each = ((ms * 1000) / patches.length).toFixed(3);
    console.log(
      `${name.padEnd(28)}${what.padEnd(24)}${ms.toFixed(1).padStart(8)} ms ${each.padStart(8)} µs an edit`,
    );
  };
  report(
    'splice',
    fastestMs(repeats, () => play(patches)),
  );
  report(
    'splice with reads',
    fastestMs(repeats, () => playWithReads(patches)),
  );
  report(
    'native string',
    fastestMs(2, () => playNative(patches)),
  );
  console.log(
    `${name.padEnd(28)}${'keeping every version'.padEnd(24)}${bytesPerVersion(patches).toFixed(0).padStart(8)} bytes each`,
  );
}
