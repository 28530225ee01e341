import { median } from '../measurement.ts';
import type { Output } from '../output.ts';
import type { TextContender } from './contender.ts';
import { loadTextCases, type TextCase } from './edits.ts';
import { textPeers } from './peers.ts';
import { statehouse } from './statehouse.ts';

const REPEATS = 5;
/** Contenders that copy the whole text on each edit are run once on traces longer than this. */
const LONG_TRACE_EDITS = 100_000;

/** Applies recorded typing, one edit at a time, with every contender in turn; repeats are interleaved. */
export function benchText(output: Output, { quick }: { readonly quick: boolean }): void {
  const contenders = [statehouse, ...textPeers];
  for (const textCase of loadTextCases()) {
    const shortened = quick ? shorten(textCase) : textCase;
    measureCase(shortened, contenders, quick ? 1 : REPEATS, output);
  }
}

function measureCase(
  { name, edits, endContent }: TextCase,
  contenders: readonly TextContender[],
  repeats: number,
  output: Output,
): void {
  const times = new Map<TextContender, number[]>();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const contender of contenders) {
      if (repeat > 0 && contender.slow && edits.length > LONG_TRACE_EDITS) continue;
      output.progress(`text ${name}: ${contender.impl}, ${repeat + 1} of ${repeats}`);
      globalThis.gc?.();
      const start = performance.now();
      const read = contender.run(edits);
      const elapsedMs = performance.now() - start;
      if (read() !== endContent) throw new Error(`${contender.impl} ends ${name} with another text`);
      times.set(contender, [...(times.get(contender) ?? []), elapsedMs]);
    }
  }
  for (const [{ impl }, values] of times) {
    const common = { bench: 'text', case: name, impl, metric: 'apply', n: edits.length };
    output.measured({ ...common, median: median(values), unit: 'ms', repeats: values.length });
  }
}

/** The first edits only, with what a plain string makes of them. */
function shorten({ name, edits }: TextCase): TextCase {
  const first = edits.slice(0, 2000);
  let text = '';
  for (const { position, deleteCount, insert } of first) {
    text = text.slice(0, position) + insert + text.slice(position + deleteCount);
  }
  return { name, edits: first, endContent: text };
}
