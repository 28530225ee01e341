/** Every so many changes of a store its new state is looked at. */
const SAMPLE_EVERY = 64;
/** Of a state or an input no more than so many values are looked at. */
const MOST_VALUES = 2_000;
/** What is of a class may be a view of millions, so nothing in it is asked for: one version of it is taken for this. */
const BYTES_OF_A_CLASS = 1_024;

/**
 * About how many bytes a value keeps alive beside another one: what both share is not counted. Looks at 2,000 values
 * at most, and into nothing that is of a class of its own.
 */
export function bytesBeside(value: unknown, older: unknown): number {
  const budget = { left: MOST_VALUES };
  return count(value, older, budget, new Set());
}

function count(value: unknown, older: unknown, budget: { left: number }, seen: Set<object>): number {
  if (Object.is(value, older) && typeof value === 'object') return 0;
  if (typeof value === 'string') return 16 + value.length * 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (seen.has(value) || budget.left <= 0) return 0;
  seen.add(value);
  if (ArrayBuffer.isView(value)) return 24 + value.byteLength;
  const members = membersOf(value);
  if (members === undefined) return BYTES_OF_A_CLASS;
  let bytes = 24;
  const olderObject = typeof older === 'object' && older !== null ? older : undefined;
  for (const [key, member] of members) {
    budget.left -= 1;
    if (budget.left <= 0) break;
    bytes += 8 + count(member, memberOf(olderObject, key), budget, seen);
  }
  return bytes;
}

/** Brings them one by one: a list of all would take longer than the change itself. */
function membersOf(value: object): Iterable<readonly [unknown, unknown]> | undefined {
  if (Array.isArray(value) || value instanceof Map || value instanceof Set) return value.entries();
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? ownMembers(value) : undefined;
}

function* ownMembers(value: object): IterableIterator<readonly [string, unknown]> {
  for (const key in value) if (Object.hasOwn(value, key)) yield [key, Reflect.get(value, key)];
}

function memberOf(value: object | undefined, key: unknown): unknown {
  if (value === undefined) return undefined;
  if (value instanceof Map) return value.get(key);
  if (value instanceof Set) return value.has(key) ? key : undefined;
  return typeof key === 'string' || typeof key === 'number' ? Reflect.get(value, key) : undefined;
}

/** What the changes of one store are held to cost, from samples; or from what the store itself says. */
export class ByteEstimate {
  #changes = 0;
  #allocated: number | undefined;
  stateBytes = 0;
  inputBytes = 0;

  /** Takes one more change in. `allocatedBytes` is what the store has allocated in all, if it counts. */
  take(before: unknown, after: unknown, input: unknown, allocatedBytes: number | undefined): void {
    const isSampled = this.#changes % SAMPLE_EVERY === 0;
    this.#changes += 1;
    if (isSampled) this.inputBytes = this.#smooth(this.inputBytes, bytesBeside(input, undefined));
    if (allocatedBytes !== undefined) {
      this.stateBytes = Math.max(0, allocatedBytes - (this.#allocated ?? allocatedBytes));
      this.#allocated = allocatedBytes;
    } else if (isSampled) this.stateBytes = this.#smooth(this.stateBytes, bytesBeside(after, before));
  }

  #smooth(mean: number, sample: number): number {
    return this.#changes <= SAMPLE_EVERY ? sample : mean * 0.75 + sample * 0.25;
  }
}
