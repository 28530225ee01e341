/** Tells all listeners, whatever one of them throws; the first error is thrown when all have been told. */
export function tellAll<Told extends readonly unknown[]>(
  listeners: ReadonlySet<(...told: Told) => void>,
  ...told: Told
): void {
  if (listeners.size === 0) return;
  const errors: unknown[] = [];
  for (const listener of [...listeners]) {
    try {
      listener(...told);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
