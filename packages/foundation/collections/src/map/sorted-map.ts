import { assert } from '@statehouse/kernel';
import { treeFromSorted } from './map-build.ts';
import { diffTrees } from './map-diff.ts';
import { TreeDraft } from './map-draft.ts';
import { deleteFromTree, setInTree } from './map-edit.ts';
import { holdsKey, leafOf, type MapNode, valueIn } from './map-node.ts';
import { entryAt, keyAt, valueAt, walkOf } from './map-walk.ts';
import type { KeyRange, MapDifference, MapDraft, PersistentMap } from './persistent-map.ts';

/** A persistent map over a B+ tree. Neither the object nor any node reachable from it ever changes. */
export class SortedMap<Value> implements PersistentMap<Value> {
  readonly root: MapNode<Value>;
  readonly size: number;

  constructor(root: MapNode<Value>, size: number) {
    this.root = root;
    this.size = size;
  }

  get(key: string): Value | undefined {
    return valueIn(this.root, key);
  }

  has(key: string): boolean {
    return holdsKey(this.root, key);
  }

  set(key: string, value: Value): PersistentMap<Value> {
    const edit = { owner: undefined, root: this.root, size: this.size };
    setInTree(edit, key, value);
    return this.#with(edit.root, edit.size);
  }

  delete(key: string): PersistentMap<Value> {
    const edit = { owner: undefined, root: this.root, size: this.size };
    return deleteFromTree(edit, key) ? this.#with(edit.root, edit.size) : this;
  }

  batch(edit: (draft: MapDraft<Value>) => void): PersistentMap<Value> {
    const draft = new TreeDraft(this.root, this.size);
    try {
      edit(draft);
    } finally {
      draft.close();
    }
    return this.#with(draft.root, draft.size);
  }

  keys(): Iterable<string> {
    return walkOf(this.root, {}, keyAt);
  }

  values(): Iterable<Value> {
    return walkOf(this.root, {}, valueAt<Value>);
  }

  range(bounds: KeyRange): Iterable<readonly [string, Value]> {
    return walkOf(this.root, bounds, entryAt<Value>);
  }

  [Symbol.iterator](): Iterator<readonly [string, Value]> {
    return this.range({})[Symbol.iterator]();
  }

  #with(root: MapNode<Value>, size: number): PersistentMap<Value> {
    if (root === this.root) return this;
    return size === 0 ? emptyMap() : new SortedMap(root, size);
  }
}

const EMPTY: PersistentMap<never> = new SortedMap<never>(leafOf(undefined, [], []), 0);

/** The map without entries; always the same object. */
export function emptyMap<Value>(): PersistentMap<Value> {
  return EMPTY;
}

/** A map of the entries given; of two with one key the later stands. O(n) if keys ascend, else O(n log n). */
export function mapFrom<Value>(entries: Iterable<readonly [string, Value]>): PersistentMap<Value> {
  let sorted: (readonly [string, Value])[] = Array.from(entries);
  if (!ascends(sorted)) sorted = lastOfEachKey(sorted);
  if (sorted.length === 0) return emptyMap();
  const keys = sorted.map(([key]) => key);
  const values = sorted.map(([, value]) => value);
  return new SortedMap(treeFromSorted(keys, values), keys.length);
}

/**
 * The keys at which two maps differ (values compared with `Object.is`), in key order, computed as they are read.
 * What the maps share is skipped unread: the cost is proportional to the difference.
 */
export function diffMaps<Value>(
  before: PersistentMap<Value>,
  after: PersistentMap<Value>,
): Iterable<MapDifference<Value>> {
  assert(before instanceof SortedMap && after instanceof SortedMap, () => 'a map of another make');
  const from: SortedMap<Value> = before;
  const to: SortedMap<Value> = after;
  return { [Symbol.iterator]: () => diffTrees(from.root, to.root) };
}

function ascends(entries: readonly (readonly [string, unknown])[]): boolean {
  let last: string | undefined;
  for (const [key] of entries) {
    if (last !== undefined && key <= last) return false;
    last = key;
  }
  return true;
}

function lastOfEachKey<Value>(entries: (readonly [string, Value])[]): (readonly [string, Value])[] {
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.filter(([key], index) => sorted[index + 1]?.[0] !== key);
}
