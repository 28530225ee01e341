const INVALID = 'invalid';

/** The one place of the hub where dates are made: of what is written, never of the present. */
export function dateOf(text: string): Date | undefined {
  const date = new Date(text === INVALID ? Number.NaN : text);
  return Number.isNaN(date.getTime()) && text !== INVALID ? undefined : date;
}
