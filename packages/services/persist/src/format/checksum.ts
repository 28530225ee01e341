const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/**
 * CRC-32C (Castagnoli, RFC 3720) of a text's UTF-16 code units, low byte first, as eight hexadecimal digits. Against
 * accidents, not against people.
 */
export function checksum(text: string, before = ''): string {
  let crc = -1;
  const add = (code: number) => {
    crc = (crc >>> 8) ^ (table[(crc ^ code) & 0xff] ?? 0);
    crc = (crc >>> 8) ^ (table[(crc ^ (code >>> 8)) & 0xff] ?? 0);
  };
  for (let at = 0; at < before.length; at += 1) add(before.charCodeAt(at));
  for (let at = 0; at < text.length; at += 1) add(text.charCodeAt(at));
  return (~crc >>> 0).toString(16).padStart(8, '0');
}

/** A text with its checksum before it. */
export function sealed(text: string, before = ''): string {
  return `${checksum(text, before)} ${text}`;
}

/** The text behind a checksum that fits; undefined if it does not. */
export function unsealed(value: string | undefined, before = ''): string | undefined {
  if (value === undefined || value[8] !== ' ') return undefined;
  const text = value.slice(9);
  return value.slice(0, 8) === checksum(text, before) ? text : undefined;
}
