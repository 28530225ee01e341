import { crc32 } from 'node:zlib';

const NEWLINE = 0x0a;

/** A text without line feeds as a line of a file, with its CRC-32 before it. */
export function sealedLine(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from(`${hex(crc32(body))} `), body, Buffer.from('\n')]);
}

/** The lines of a file up to the first that is not whole or does not fit its checksum, and how many bytes they are. */
export function soundLines(bytes: Buffer): {
  readonly lines: readonly string[];
  readonly soundBytes: number;
} {
  const lines: string[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const body = bytes.subarray(start + 9, end);
    if (bytes.toString('latin1', start, start + 9) !== `${hex(crc32(body))} `) break;
    lines.push(body.toString('utf8'));
    start = end + 1;
  }
  return { lines, soundBytes: start };
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
