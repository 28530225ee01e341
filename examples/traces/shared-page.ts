import type { TracePatch } from './essay.ts';

interface Character {
  readonly text: string;
  /** The transaction that made it. */
  readonly madeBy: number;
  readonly removedBy: Set<number>;
}

export interface Txn {
  readonly parents: readonly number[];
  numChildren: number;
  readonly agent: number;
  readonly time: string;
  readonly patches: readonly TracePatch[];
}

const NO_TIME = '1970-01-01T00:00:00+00:00';

/**
 * A page on which several people write, each knowing only part of it. It keeps every character that was ever written,
 * in one order that all of them agree on, removed ones included; what a writer sees is what they know of it.
 */
export class SharedPage {
  readonly #characters: Character[] = [];
  readonly #txns: Txn[] = [];
  readonly #known: readonly Set<number>[];
  /** Characters that carets stand behind. */
  readonly #names: Character[] = [];

  constructor(agents: number) {
    this.#known = Array.from({ length: agents }, () => new Set<number>());
  }

  /** The agent hears of a transaction. */
  tell(agent: number, txn: number): void {
    this.#known[agent]?.add(txn);
  }

  /** Where a phrase begins as the agent sees the page, in code points; undefined if it is not there. */
  find(agent: number, phrase: string): number | undefined {
    const text = this.#visible(agent)
      .map((at) => this.#characters[at]?.text)
      .join('');
    const at = text.indexOf(phrase);
    return at < 0 ? undefined : [...text.slice(0, at)].length;
  }

  /** Names the character at a position as the agent sees it, for {@link behind}. */
  characterAt(agent: number, position: number): number | undefined {
    const at = this.#visible(agent)[position];
    const character = at === undefined ? undefined : this.#characters[at];
    if (character === undefined) return undefined;
    const known = this.#names.indexOf(character);
    return known >= 0 ? known : this.#names.push(character) - 1;
  }

  /** The position behind a character, or behind what is left before it if it is gone. */
  behind(agent: number, name: number | undefined): number {
    const character = name === undefined ? undefined : this.#names[name];
    if (character === undefined) return 0;
    const place = this.#characters.indexOf(character);
    return this.#visible(agent).filter((at) => at <= place).length;
  }

  /** The agent makes a transaction; answers its index. */
  edit(agent: number, patch: TracePatch): number {
    const [position, deleteCount, insert] = patch;
    const index = this.#txns.length;
    const visible = this.#visible(agent);
    for (const at of visible.slice(position, position + deleteCount))
      this.#characters[at]?.removedBy.add(index);
    const left = visible[position - 1];
    const fresh = [...insert].map((text) => ({ text, madeBy: index, removedBy: new Set<number>() }));
    this.#characters.splice(left === undefined ? 0 : left + 1, 0, ...fresh);
    const parents = this.#heads(agent);
    for (const parent of parents) {
      const txn = this.#txns[parent];
      if (txn !== undefined) txn.numChildren += 1;
    }
    this.#txns.push({ parents, numChildren: 0, agent, time: NO_TIME, patches: [patch] });
    this.#known[agent]?.add(index);
    return index;
  }

  /** Everybody hears everything: the trace with the text that comes of it. */
  finish() {
    const endContent = this.#characters
      .filter(({ removedBy }) => removedBy.size === 0)
      .map(({ text }) => text)
      .join('');
    return { kind: 'concurrent', endContent, numAgents: this.#known.length, txns: this.#txns };
  }

  /** Places in the list of all characters that the agent sees. */
  #visible(agent: number): readonly number[] {
    const known = this.#known[agent];
    return this.#characters.flatMap(({ madeBy, removedBy }, at) => {
      if (known === undefined || !known.has(madeBy)) return [];
      for (const remover of removedBy) if (known.has(remover)) return [];
      return [at];
    });
  }

  /** What the agent knows, without what something else that it knows descends from. */
  #heads(agent: number): readonly number[] {
    const known = [...(this.#known[agent] ?? [])];
    const covered = new Set(known.flatMap((txn) => this.#txns[txn]?.parents ?? []));
    return known.filter((txn) => !covered.has(txn)).sort((a, b) => a - b);
  }
}
