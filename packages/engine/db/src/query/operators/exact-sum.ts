/** The place of the lowest bit that a double can have: all are whole multiples of 2 ** -1074. */
const LOWEST = 1074;

/**
 * A sum of doubles that can be added and taken back in any order.
 * Invariant: `small + large * 2 ** -1074` is the sum without any rounding; `small` is a safe integer.
 */
export class ExactSum {
  #small = 0;
  #large = 0n;

  add(value: number): void {
    const sum = this.#small + value;
    if (Number.isSafeInteger(value) && Number.isSafeInteger(sum)) this.#small = sum;
    else this.#large += scaled(value);
  }

  subtract(value: number): void {
    this.add(-value);
  }

  /** The double next to the sum. */
  get value(): number {
    return this.#large === 0n ? this.#small : rounded(this.#large + scaled(this.#small));
  }
}

/** A double times 2 ** 1074. */
function scaled(value: number): bigint {
  let whole = value;
  let shift = LOWEST;
  // Doubling is exact, and what is not whole is far from overflowing.
  for (; !Number.isInteger(whole); shift -= 1) whole *= 2;
  return BigInt(whole) << BigInt(shift);
}

function rounded(sum: bigint): number {
  const magnitude = sum < 0n ? -sum : sum;
  const bits = magnitude.toString(2).length;
  // What is cut off leaves a bit behind, so that the one rounding there is sees on which side of the middle it lies.
  const cut = Math.max(0, bits - 64);
  const top = magnitude >> BigInt(cut);
  const rest = top << BigInt(cut) === magnitude ? 0n : 1n;
  const value = Number(top | rest) * 2 ** (cut - LOWEST);
  return sum < 0n ? -value : value;
}
