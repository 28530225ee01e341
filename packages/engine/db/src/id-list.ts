const lists = new WeakMap<object, readonly string[]>();

/** The list of an index value, made once for each value. O(n) when it is made. */
export function listOf(index: object, values: () => Iterable<string>): readonly string[] {
  const known = lists.get(index);
  if (known !== undefined) return known;
  const list = Object.freeze([...values()]);
  lists.set(index, list);
  return list;
}
