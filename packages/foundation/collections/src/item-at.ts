import { AssertionError } from '@statehouse/kernel';

/** The item at an index that the surrounding code keeps inside bounds. Items are never undefined. */
export function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new AssertionError(`no item at ${index} of ${items.length}`);
  return item;
}
