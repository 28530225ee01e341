const frozen = new WeakSet<object>();

/** Freezes a plain value all the way down; what is of a class is left as it is. Costs only what is new since last time. */
export function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || frozen.has(value)) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !Array.isArray(value)) return;
  frozen.add(value);
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeep(member);
}
