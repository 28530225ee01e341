import type { Json } from './json.ts';

/** A coded error for misuse by the caller or for bad input. Codes are append-only and listed in `docs/errors.md`. */
export class StatehouseError extends Error {
  override readonly name = 'StatehouseError';
  /** Stable, `package/what-went-wrong`. */
  readonly code: string;
  /** What the message was made of. Never holds secrets or the offending value itself. */
  readonly details: Readonly<Record<string, Json>>;

  constructor(
    code: string,
    message: string,
    details: Readonly<Record<string, Json>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** Makes an error of one package: `fail('unknown-table', { table: 'x' })`. */
export type ErrorFactory<Name extends string> = (
  name: Name,
  details?: Readonly<Record<string, Json>>,
  options?: ErrorOptions,
) => StatehouseError;

/**
 * The error table of a package: name → message with `{placeholders}` filled from the details. A message says what,
 * where, and what to do.
 */
export function defineErrors<const Table extends Readonly<Record<string, string>>>(
  scope: string,
  table: Table,
): ErrorFactory<Extract<keyof Table, string>> {
  return (name, details = {}, options) => {
    const template = table[name] ?? name;
    const message = template.replace(/\{(\w+)\}/g, (_, key: string) => describeDetail(details[key]));
    return new StatehouseError(`${scope}/${name}`, message, details, options);
  };
}

function describeDetail(value: Json | undefined): string {
  if (value === undefined) return '?';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** Narrows a caught value to a {@link StatehouseError}, optionally to one code. */
export function isStatehouseError(value: unknown, code?: string): value is StatehouseError {
  return value instanceof StatehouseError && (code === undefined || value.code === code);
}
