/** Thrown by {@link assert}: a bug in this code base, never a mistake of the caller or of the network. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/**
 * States what the surrounding code guarantees. The message is built only when the condition is false.
 * @throws AssertionError
 */
export function assert(condition: unknown, message: () => string): asserts condition {
  if (!condition) throw new AssertionError(message());
}

/** Marks the branch of a closed set that cannot be reached; the compiler proves it. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${String(value)}`);
}
