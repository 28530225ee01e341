import { isWellFormedText } from '@statehouse/kernel';
import { fail } from './errors.ts';
import type { LogAddress } from './log/log-store.ts';

/** The longest name of a tenant or document, in bytes of UTF-8. */
export const maxNameBytes = 128;

const encoder = new TextEncoder();

/**
 * Lets only names through that every store keeps apart: well-formed, 1 to {@link maxNameBytes} bytes.
 * @throws StatehouseError `storage/bad-name`, `storage/ill-formed-text`
 */
export function checkName(what: 'tenant' | 'document', name: string): void {
  checkText(what, name);
  // A UTF-16 code unit takes at most three bytes, so short names need no counting.
  const fits = name.length * 3 <= maxNameBytes || encoder.encode(name).length <= maxNameBytes;
  if (name === '' || !fits) throw fail('bad-name', { what, limit: maxNameBytes });
}

/** @throws StatehouseError `storage/bad-name`, `storage/ill-formed-text` */
export function checkAddress(address: LogAddress): void {
  checkName('tenant', address.tenant);
  checkName('document', address.document);
}

/**
 * Lone surrogates do not survive UTF-8: two different ids would become one.
 * @throws StatehouseError `storage/ill-formed-text`
 */
export function checkText(what: string, text: string): void {
  if (!isWellFormedText(text)) throw fail('ill-formed-text', { what });
}
