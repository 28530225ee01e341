import type { Change, Store } from '@statehouse/hub';
import { isArray } from '@statehouse/kernel';
import { applyDifferences, type Difference, differencesBetween, isPlain } from '../patch/patch.ts';
import { replaced, type Selection, selected } from '../patch/selection.ts';

/** As much of a store as is needed to share it. */
export type SharableStore = Pick<Store, 'getState' | 'subscribe' | 'restore'>;

/**
 * The store of this tab on the one side, the shared state on the other.
 *
 * Invariant: `parts` is what the store's shared parts were when they were last looked at; what differs from it is a change
 * that was made here.
 */
export class StoreBinding {
  readonly #store: SharableStore;
  readonly #select: Selection | undefined;
  readonly #onChange: (differences: readonly Difference[]) => void;
  #parts: unknown;
  #unsubscribe: (() => void) | undefined;
  #isPuttingBack = false;
  /** Whether somebody changed the store because of what was put into it. */
  #hasReacted = false;

  constructor(
    store: SharableStore,
    select: Selection | undefined,
    onChange: (differences: readonly Difference[]) => void,
  ) {
    this.#store = store;
    this.#select = select;
    this.#onChange = onChange;
    this.#parts = this.#look();
  }

  get parts(): unknown {
    return this.#parts;
  }

  /** Whether changes are heard. */
  get isListening(): boolean {
    return this.#unsubscribe !== undefined;
  }

  /** Hears of changes from now on; what changed before is what the program begins with. */
  listen(): void {
    if (this.#unsubscribe !== undefined) return;
    this.#parts = this.#look();
    this.#unsubscribe = this.#store.subscribe((change) => this.#heard(change));
  }

  stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  /** Makes the shared parts those given; the others, and what is the same in them, stay the same objects. */
  show(parts: unknown): void {
    const now = this.#look();
    const differences = differencesBetween(now, parts);
    if (differences.length === 0) return;
    const target = applyDifferences(now, differences);
    this.#parts = target;
    this.#hasReacted = false;
    this.#isPuttingBack = true;
    try {
      this.#store.restore?.(replaced(this.#store.getState(), target, this.#select));
    } finally {
      this.#isPuttingBack = false;
    }
    // What the store itself made of it is nobody's change: sent on, it would never come to rest.
    if (this.#hasReacted) this.#compare();
    else this.#parts = this.#look();
  }

  #heard({ kind }: Change): void {
    if (!this.#isPuttingBack) this.#compare();
    else if (kind !== 'restore') this.#hasReacted = true;
  }

  #compare(): void {
    const now = this.#look();
    const differences = differencesBetween(this.#parts, now).map((each) => withWholeList(each, now));
    this.#parts = now;
    if (differences.length > 0) this.#onChange(differences);
  }

  #look(): unknown {
    return selected(this.#store.getState(), this.#select);
  }
}

/** Places in a list mean nothing in another tab, where the list may be another one: it is set as a whole. */
function withWholeList(difference: Difference, state: unknown): Difference {
  if (difference.kind !== 'splice') return difference;
  const { path } = difference;
  const list = path.reduce<unknown>((value, key) => (isPlain(value) ? value[key] : undefined), state);
  return { path, kind: 'set', value: isArray(list) ? list : [] };
}
