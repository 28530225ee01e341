import type { LogRecord } from './log-store.ts';

/** SHA-256 of a text's UTF-8, as 64 lowercase hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** What stands before the first record's chain value. */
export const chainStart = '';

/** The chain value of a record: it covers the record's header and, through the previous value, every earlier header. */
export function chainOf(previous: string, header: string, sha256: Sha256): string {
  return sha256(previous + header);
}

export interface ChainVerdict {
  /** How many records from the first one on are sound: the longest valid prefix. */
  readonly valid: number;
  /** What is wrong with the first record after them; undefined when all are sound. */
  readonly fault: 'version' | 'chain' | 'content' | undefined;
}

/**
 * Finds the longest valid prefix of records as they were stored. That the first has the version that its caller asked
 * for is for the caller to see.
 * @param previousChain the chain value of the record before the first one, {@link chainStart} at version 1
 * @param contentFits whether the digests in a record's header fit its payload and outcome (the header's owner knows
 *   where they stand); without it only headers are verified
 */
export function verifyChain(
  records: readonly LogRecord[],
  previousChain: string,
  sha256: Sha256,
  contentFits: (record: LogRecord) => boolean = () => true,
): ChainVerdict {
  const firstVersion = records[0]?.version ?? 0;
  let chain = previousChain;
  for (const [index, record] of records.entries()) {
    if (record.version !== firstVersion + index) return { valid: index, fault: 'version' };
    chain = chainOf(chain, record.header, sha256);
    if (record.chain !== chain) return { valid: index, fault: 'chain' };
    if (!contentFits(record)) return { valid: index, fault: 'content' };
  }
  return { valid: records.length, fault: undefined };
}
