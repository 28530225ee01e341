import { checkName } from '../names.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const encoder = new TextEncoder();

/**
 * The file of a tenant's logs: base32 (RFC 4648 alphabet in lower case, no padding) of the UTF-8 of its id. Different
 * tenants have different files on every file system, the case-insensitive ones included; the longest id stays under
 * the usual 255 bytes, and the prefix keeps clear of names that Windows reserves.
 * @throws StatehouseError `storage/bad-name`, `storage/ill-formed-text`
 */
export function tenantFileName(tenant: string): string {
  checkName('tenant', tenant);
  return `t-${base32(encoder.encode(tenant))}.sqlite`;
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet.charAt((buffer << (5 - bits)) & 31);
}
