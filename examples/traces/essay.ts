import type { Random } from '@statehouse/kernel';
import { drawInt } from '@statehouse/kernel/testing';

/** `[position, deleteCount, insertText]`, in code points. */
export type TracePatch = readonly [number, number, string];

const PARAGRAPHS = [
  'A house is a log of what its people did to it. Someone put a shelf where the light falls, someone moved the table to the window, and nobody remembers the room as the builder drew it.',
  'We keep no plan of the present. We keep the changes, in order, and the present is what they add up to. If two people paint one wall on the same day, the house does not choose: it asks who came through the door first.',
  'That is why undoing is easy here 🙂. To take a step back is to write one more line, and the line before it stays where it was. Nothing is lost, because nothing was ever thrown away.',
] as const;

const TYPO_SHARE = 0.03;
const NEIGHBOURS = 'asdfghjkl';
const START_MS = Date.UTC(2025, 2, 14, 9, 30);

/** One writer: types three paragraphs with slips, pastes a title, and then revises. */
class EssayRecorder {
  readonly #random: Random;
  readonly txns: { readonly time: string; readonly patches: readonly TracePatch[] }[] = [];
  #points: readonly string[] = [];
  #nowMs = START_MS;

  constructor(random: Random) {
    this.#random = random;
  }

  get text(): string {
    return this.#points.join('');
  }

  /** One user event. Patches apply one after the other. */
  edit(...patches: readonly TracePatch[]): void {
    this.#nowMs += 60 + drawInt(this.#random, 240);
    for (const [position, deleteCount, insert] of patches) {
      const after = this.#points.slice(position + deleteCount);
      this.#points = [...this.#points.slice(0, position), ...insert, ...after];
    }
    this.txns.push({ time: new Date(this.#nowMs).toISOString(), patches });
  }

  /** Types character by character, now and then a wrong one that is taken back at once. */
  type(at: number, text: string): void {
    let position = at;
    for (const character of text) {
      if (this.#random.next() < TYPO_SHARE) {
        this.edit([position, 0, NEIGHBOURS.charAt(drawInt(this.#random, NEIGHBOURS.length))]);
        this.edit([position, 1, '']);
      }
      this.edit([position, 0, character]);
      position += 1;
    }
  }

  typeAtEnd(text: string): void {
    this.type(this.#points.length, text);
  }

  /** Where a phrase begins, in code points. */
  find(phrase: string): number {
    const at = this.text.indexOf(phrase);
    if (at < 0) throw new RangeError(`the essay does not say "${phrase}"`);
    return [...this.text.slice(0, at)].length;
  }

  /** Selects a phrase and types another over it: the first key replaces, the others insert. */
  retype(phrase: string, instead: string): void {
    const at = this.find(phrase);
    const [first = '', ...rest] = instead;
    this.edit([at, [...phrase].length, first]);
    this.type(at + 1, rest.join(''));
  }

  /** Replaces every occurrence at once, as an editor does: one event, the last occurrence first. */
  replaceAll(word: string, instead: string): void {
    const patches: TracePatch[] = [];
    for (
      let at = this.text.lastIndexOf(word);
      at >= 0;
      at = at === 0 ? -1 : this.text.lastIndexOf(word, at - 1)
    ) {
      patches.push([[...this.text.slice(0, at)].length, [...word].length, instead]);
    }
    this.edit(...patches);
  }
}

/** A sequential trace: an essay of a page, as it was written. */
export function recordEssay(random: Random) {
  const essay = new EssayRecorder(random);
  const [first, second, third] = PARAGRAPHS;
  essay.typeAtEnd(first);
  essay.typeAtEnd(`\n\n${second}`);
  essay.edit([0, 0, 'What a house remembers\n\n']);
  essay.typeAtEnd(`\n\n${third}`);
  essay.retype('nobody remembers', 'no one could draw');
  essay.retype('🙂', '🏡✨');
  essay.retype('the house does', 'the log does');
  essay.replaceAll('people', 'tenants');
  essay.type(essay.find('We keep the changes'), 'Why should we? ');
  const cut = ', because nothing was ever thrown away';
  essay.edit([essay.find(cut), [...cut].length, '']);
  essay.typeAtEnd(' And the door is always open.');
  return { startContent: '', endContent: essay.text, txns: essay.txns };
}
