import { assert } from '@statehouse/kernel';
import { countCodePoints } from './trace.ts';

/** Blocks are split past this many units, and filled to half of it. */
const MAX_BLOCK_UNITS = 2048;

interface Block {
  text: string;
  points: number;
}

/**
 * A mutable text that knows its length in code points and in UTF-16 units, block by block, so that a position in one
 * measure is found in the other by walking the blocks and then one block's characters.
 *
 * Invariant: no block is empty, no surrogate pair lies across two blocks, and `points` counts the block's text.
 */
export class CodePointText {
  #blocks: Block[] = [];
  #points = 0;
  #units = 0;

  constructor(text = '') {
    this.splice(0, 0, text);
  }

  /** In code points. */
  get points(): number {
    return this.#points;
  }

  /** In UTF-16 units. */
  get units(): number {
    return this.#units;
  }

  /** The position in UTF-16 units of a position in code points, at most {@link points}. */
  unitsAt(point: number): number {
    assert(point <= this.#points, () => `code point ${point} of ${this.#points}`);
    let units = 0;
    let rest = point;
    for (const block of this.#blocks) {
      if (rest < block.points) return units + unitsWithin(block, rest);
      units += block.text.length;
      rest -= block.points;
    }
    return units;
  }

  /** Removes `deleteCount` units at `position` (both in UTF-16 units) and puts `insert` there. */
  splice(position: number, deleteCount: number, insert: string): void {
    let index = 0;
    let start = position;
    while (index < this.#blocks.length - 1 && start > this.#length(index)) {
      start -= this.#length(index);
      index += 1;
    }
    let last = index;
    let end = start + deleteCount;
    while (last < this.#blocks.length - 1 && end > this.#length(last)) {
      end -= this.#length(last);
      last += 1;
    }
    const before = this.#blocks[index]?.text ?? '';
    const after = this.#blocks[last]?.text ?? '';
    const fresh = blocksOf(before.slice(0, start) + insert + after.slice(end));
    for (const gone of this.#blocks.splice(index, last - index + 1, ...fresh)) this.#points -= gone.points;
    for (const block of fresh) this.#points += block.points;
    this.#units += insert.length - deleteCount;
  }

  toString(): string {
    return this.#blocks.map((block) => block.text).join('');
  }

  #length(index: number): number {
    return this.#blocks[index]?.text.length ?? 0;
  }
}

function unitsWithin(block: Block, points: number): number {
  if (block.points === block.text.length) return points;
  let units = 0;
  for (let passed = 0; passed < points; passed += 1) units += isPair(block.text, units) ? 2 : 1;
  return units;
}

function blocksOf(text: string): Block[] {
  if (text.length <= MAX_BLOCK_UNITS) return text === '' ? [] : [{ text, points: countCodePoints(text) }];
  const blocks: Block[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + MAX_BLOCK_UNITS / 2);
    if (to < text.length && isPair(text, to - 1)) to += 1;
    const piece = text.slice(from, to);
    blocks.push({ text: piece, points: countCodePoints(piece) });
    from = to;
  }
  return blocks;
}

function isPair(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}
