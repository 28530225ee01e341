import type { LogRecord } from '../log/log-store.ts';

/** A record with texts that tell it apart; `sequence` is the version unless said otherwise. */
export function sampleRecord(version: number, changes: Partial<LogRecord> = {}): LogRecord {
  return {
    version,
    kind: 'operation',
    client: 'client',
    sequence: version,
    header: `{"version":${version}}`,
    chain: `chain ${version}`,
    payload: `payload ${version}`,
    outcome: `outcome ${version}`,
    ...changes,
  };
}

/** Records of versions `from` to `to`. */
export function sampleRecords(
  from: number,
  to: number,
  changes: Partial<LogRecord> = {},
): readonly LogRecord[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) =>
    sampleRecord(from + index, changes),
  );
}
