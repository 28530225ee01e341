import { assert } from '@statehouse/kernel';
import { deleteFromTree, type MapEdit, setInTree } from './map-edit.ts';
import { holdsKey, type MapNode, valueIn } from './map-node.ts';
import type { MapDraft } from './persistent-map.ts';

/** A draft over a tree whose own nodes it changes in place. After {@link close} it is dead: its nodes are shared by then. */
export class TreeDraft<Value> implements MapDraft<Value> {
  readonly #edit: MapEdit<Value>;
  #open = true;

  constructor(root: MapNode<Value>, size: number) {
    this.#edit = { owner: {}, root, size };
  }

  get size(): number {
    return this.#edit.size;
  }

  get root(): MapNode<Value> {
    return this.#edit.root;
  }

  get(key: string): Value | undefined {
    return valueIn(this.#edit.root, key);
  }

  has(key: string): boolean {
    return holdsKey(this.#edit.root, key);
  }

  set(key: string, value: Value): void {
    this.#assertOpen();
    setInTree(this.#edit, key, value);
  }

  delete(key: string): boolean {
    this.#assertOpen();
    return deleteFromTree(this.#edit, key);
  }

  close(): void {
    this.#open = false;
  }

  #assertOpen(): void {
    assert(this.#open, () => 'a map draft was changed after its batch had ended');
  }
}
