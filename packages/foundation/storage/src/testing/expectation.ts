import { assert, isStatehouseError, type Json, jsonEquals } from '@statehouse/kernel';

/** Registers one test with whatever runner is at hand. */
export type ConformanceTest = (name: string, run: () => Promise<void>) => void;

/** States what was got, in the words of JSON; undefined equals undefined only. */
export function expectEqual(actual: Json | undefined, expected: Json | undefined, what: string): void {
  const describe = (value: Json | undefined) => (JSON.stringify(value) ?? 'undefined').slice(0, 300);
  assert(jsonEquals(actual, expected), () => `${what}: got ${describe(actual)}, not ${describe(expected)}`);
}

/** States that a call is refused with a code. */
export async function expectRefused(code: string, call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  assert(isStatehouseError(outcome, code), () => `expected ${code}, got ${String(outcome)}`);
}

/** States that a call is refused as a bug of its caller. */
export async function expectBug(call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  const isBug = outcome instanceof Error && outcome.name === 'AssertionError';
  assert(isBug, () => `expected an AssertionError, got ${String(outcome)}`);
}
