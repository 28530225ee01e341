import { DeltaBuilder } from './delta-builder.ts';
import type { Origin } from './operation.ts';
import { deletedLength } from './text-algebra.ts';
import type { TextDelta } from './text-delta.ts';

/**
 * Which of two concurrent insertions at one place stands first: by client id, compared as JavaScript strings; of one
 * client the earlier. Never by log order, which would interleave two people's typing.
 */
export function standsFirst(ours: Origin, theirs: Origin): boolean {
  return ours.client === theirs.client ? ours.sequence < theirs.sequence : ours.client < theirs.client;
}

/**
 * Carries a delta over a concurrent one: both were made on the same text, the result applies after `against`.
 * `first`: our insertions stand before theirs at one place; the other way round it must be the opposite, and then
 * both ways converge. The empty list means that nothing is left to do; it stands in no operation and no effect.
 * Total on any two normal deltas, linear in their components.
 */
export function transformText(delta: TextDelta, against: TextDelta, first: boolean): TextDelta {
  const shift = shiftIfApart(delta, against);
  if (shift !== undefined) return shift === 0 ? delta : shifted(delta, shift);
  return transformParts(delta, against, first);
}

function transformParts(delta: TextDelta, against: TextDelta, first: boolean): TextDelta {
  const out = new DeltaBuilder();
  let theirIndex = 0;
  let theirLeft = magnitude(against[0]);
  let index = 0;
  let left = magnitude(delta[0]);
  while (index < delta.length) {
    const ours = delta[index];
    const theirs = against[theirIndex];
    if (ours === undefined) break;
    if (typeof ours === 'string' && (first || typeof theirs !== 'string')) {
      out.insert(ours);
      index += 1;
      left = magnitude(delta[index]);
      continue;
    }
    if (typeof theirs === 'string') {
      out.keep(theirs.length);
      theirIndex += 1;
      theirLeft = magnitude(against[theirIndex]);
      continue;
    }
    const taken = Math.min(left, theirLeft);
    const survives = theirs === undefined || theirs > 0;
    if (survives && typeof ours === 'number') {
      if (ours > 0) out.keep(taken);
      else out.delete(taken);
    }
    left -= taken;
    theirLeft -= taken;
    if (left === 0) {
      index += 1;
      left = magnitude(delta[index]);
    }
    if (theirLeft === 0) {
      theirIndex += 1;
      theirLeft = magnitude(against[theirIndex]);
    }
  }
  return out.build();
}

/** The length of a keep or a deletion; past the end of a delta everything is kept. */
function magnitude(part: number | string | undefined): number {
  if (part === undefined) return Number.POSITIVE_INFINITY;
  return typeof part === 'string' ? 0 : Math.abs(part);
}

/**
 * By how much `delta` moves when the two do not meet: 0 if it ends before `against` begins, the growth of the text
 * if it begins after `against` ends. Undefined when they touch or overlap. This is what nearly all pairs are.
 */
function shiftIfApart(delta: TextDelta, against: TextDelta): number | undefined {
  const start = leadingKeep(delta);
  const theirStart = leadingKeep(against);
  if (start < theirStart) return reach(delta) < theirStart ? 0 : undefined;
  let theirEnd = 0;
  let growth = 0;
  for (const part of against) {
    if (typeof part === 'string') {
      growth += part.length;
    } else if (part > 0) {
      theirEnd += part;
    } else {
      theirEnd -= part;
      growth += part;
    }
  }
  return theirEnd < start ? growth : undefined;
}

function leadingKeep(delta: TextDelta): number {
  const head = delta[0];
  return typeof head === 'number' && head > 0 ? head : 0;
}

/** The last place of the earlier text that a delta touches. */
function reach(delta: TextDelta): number {
  let end = 0;
  for (const part of delta) if (typeof part === 'number') end += Math.abs(part);
  return end;
}

function shifted(delta: TextDelta, by: number): TextDelta {
  const moved = delta.slice();
  moved[0] = leadingKeep(delta) + by;
  return moved;
}

/** A delta that was applied, with the units that it removed. */
export interface AppliedDelta {
  readonly delta: TextDelta;
  readonly removed: string;
}

/** {@link transformText} for a delta that was applied: what `against` removes too is gone from `removed`. */
export function transformAppliedText(
  applied: AppliedDelta,
  against: TextDelta,
  first: boolean,
): AppliedDelta {
  const delta = transformText(applied.delta, against, first);
  if (delta === applied.delta) return applied;
  if (deletedLength(delta) === applied.removed.length) return { delta, removed: applied.removed };
  return { delta, removed: survivingUnits(applied, against) };
}

/** The units of `removed` that `against` leaves for us to remove. */
function survivingUnits(applied: AppliedDelta, against: TextDelta): string {
  let survivors = '';
  let taken = 0;
  let position = 0;
  let theirIndex = 0;
  let theirEnd = 0;
  let theirsDelete = false;
  for (const part of applied.delta) {
    if (typeof part === 'string') continue;
    const end = position + Math.abs(part);
    while (position < end) {
      while (theirEnd <= position) {
        const theirs = against[theirIndex];
        theirIndex += 1;
        theirEnd += magnitude(theirs);
        theirsDelete = typeof theirs === 'number' && theirs < 0;
      }
      const next = Math.min(end, theirEnd);
      if (part < 0) {
        if (!theirsDelete) survivors += applied.removed.slice(taken, taken + next - position);
        taken += next - position;
      }
      position = next;
    }
  }
  return survivors;
}

/**
 * Carries a position (of a cursor, of one end of a selection) over a delta. Where something is inserted exactly at
 * it, it stays `before` or goes `after`. A position inside a deletion goes to the deletion's start.
 */
export function transformPosition(position: number, against: TextDelta, sticky: 'before' | 'after'): number {
  let moved = position;
  let at = 0;
  for (const part of against) {
    if (at > position) break;
    if (typeof part === 'string') {
      if (at < position || sticky === 'after') moved += part.length;
    } else if (part > 0) {
      at += part;
    } else {
      moved -= Math.min(-part, position - at);
      at -= part;
    }
  }
  return moved;
}
