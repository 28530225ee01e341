import { textFrom } from '@statehouse/collections';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyConcurrentDeltas, lawParameters } from './testing/text-delta.arbitrary.ts';
import { applyText, applyToString } from './text-algebra.ts';
import type { TextDelta } from './text-delta.ts';
import { isNormalDelta } from './text-normal.ts';
import { transformAppliedText, transformPosition, transformText } from './text-transform.ts';

function must(text: string, delta: TextDelta): string {
  const result = applyToString(text, delta);
  if (result === undefined) throw new Error('the delta does not fit');
  return result;
}

test('two concurrent deltas converge either way round, in normal form and with whole characters', () => {
  fc.assert(
    fc.property(anyConcurrentDeltas, fc.boolean(), ([text, ours, theirs], first) => {
      const oursAfter = transformText(ours, theirs, first);
      const theirsAfter = transformText(theirs, ours, !first);
      const viaTheirs = must(must(text, theirs), oursAfter);
      expect(must(must(text, ours), theirsAfter)).toBe(viaTheirs);
      expect(viaTheirs.isWellFormed()).toBe(true);
      for (const delta of [oursAfter, theirsAfter])
        expect(delta.length === 0 || isNormalDelta(delta)).toBe(true);
    }),
    lawParameters(),
  );
});

test('a transformed delta inserts all that it inserted, deletes what is still there, and nothing else', () => {
  fc.assert(
    fc.property(anyConcurrentDeltas, fc.boolean(), ([text, ours, theirs], first) => {
      const insertedBy = (delta: TextDelta) => delta.filter((part) => typeof part === 'string').join('');
      const oursAfter = transformText(ours, theirs, first);
      expect(insertedBy(oursAfter)).toBe(insertedBy(ours));
      const kept = (delta: TextDelta) => marksKept(text.length, delta);
      const [byUs, byThem] = [kept(ours), kept(theirs)];
      const lost = byUs.filter((isKept, index) => !isKept && byThem[index]).length;
      const deleted = oursAfter.reduce<number>(
        (sum, part) => sum - (typeof part === 'number' ? Math.min(part, 0) : 0),
        0,
      );
      expect(deleted).toBe(lost);
    }),
    lawParameters(),
  );
});

test('a delta that was applied keeps in `removed` exactly what it still removes', () => {
  fc.assert(
    fc.property(anyConcurrentDeltas, fc.boolean(), ([text, ours, theirs], first) => {
      const base = textFrom(text);
      const { removed } = applyText(base, ours);
      const carried = transformAppliedText({ delta: ours, removed }, theirs, first);
      const again = applyText(applyText(base, theirs).text, carried.delta);
      expect(carried.removed).toBe(again.removed);
    }),
    lawParameters(),
  );
});

test('a position is carried to where its neighbours went and never into a surrogate pair', () => {
  fc.assert(
    fc.property(anyConcurrentDeltas, fc.nat(), ([text, , theirs], choice) => {
      const places = [0];
      for (const character of text) places.push((places.at(-1) ?? 0) + character.length);
      const position = places[choice % places.length] ?? 0;
      const before = transformPosition(position, theirs, 'before');
      const after = transformPosition(position, theirs, 'after');
      const result = must(text, theirs);
      const kept = marksKept(text.length, theirs);
      const keptBefore = kept.slice(0, position).filter((isKept) => isKept).length;
      expect(before).toBeLessThanOrEqual(after);
      for (const moved of [before, after]) {
        expect(result.slice(0, moved).isWellFormed() && result.slice(moved).isWellFormed()).toBe(true);
        expect(unitsOfBase(moved, theirs)).toBe(keptBefore);
      }
      const caret = transformText(position === 0 ? ['|'] : [position, '|'], theirs, true);
      expect(typeof caret[0] === 'number' ? caret[0] : 0).toBe(before);
    }),
    lawParameters(),
  );
});

/** For each unit of the earlier text whether a delta keeps it. */
function marksKept(length: number, delta: TextDelta): boolean[] {
  const marks: boolean[] = [];
  for (const part of delta) {
    if (typeof part === 'number')
      for (let count = Math.abs(part); count > 0; count -= 1) marks.push(part > 0);
  }
  while (marks.length < length) marks.push(true);
  return marks;
}

/** How many of the first `position` units of the later text come from the earlier one. */
function unitsOfBase(position: number, delta: TextDelta): number {
  let left = position;
  let units = 0;
  for (const part of delta) {
    if (typeof part === 'number' && part < 0) continue;
    const taken = Math.min(left, typeof part === 'string' ? part.length : part);
    if (typeof part === 'number') units += taken;
    left -= taken;
  }
  return units + left;
}
