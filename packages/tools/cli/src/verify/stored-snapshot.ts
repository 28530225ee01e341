import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import { parseSnapshotRows, type SnapshotRow } from '@statehouse/protocol';
import type { LogSnapshot, Sha256 } from '@statehouse/storage';

/** What a server keeps of a document at one version, as far as the log can be held against it. */
export interface StoredSnapshot {
  readonly version: number;
  readonly chain: string;
  /** Each client's last sequence. */
  readonly sequences: ReadonlyMap<string, number>;
  readonly rows: readonly SnapshotRow[];
}

const FORMAT = 1;

/**
 * Reads a snapshot as the server writes it: the digest of all that follows, a head, then lists of rows, one a line.
 * Undefined: it is damaged, or of another format; a server then reads the log from its beginning.
 */
export function parseStoredSnapshot({ body }: LogSnapshot, sha256: Sha256): StoredSnapshot | undefined {
  const cut = body.indexOf('\n');
  const rest = body.slice(cut + 1);
  if (cut < 0 || sha256(rest) !== body.slice(0, cut)) return undefined;
  try {
    const [first = '', ...chunks] = rest.split('\n');
    const head: Json = JSON.parse(first);
    if (!isJsonObject(head) || head.format !== FORMAT) return undefined;
    const { version, chain, clients } = head;
    const sequences = sequencesOf(clients);
    if (typeof version !== 'number' || typeof chain !== 'string' || sequences === undefined) return undefined;
    const rows = chunks.flatMap((chunk) => parseSnapshotRows(JSON.parse(chunk), 'snapshot.rows'));
    return { version, chain, sequences, rows };
  } catch {
    return undefined;
  }
}

function sequencesOf(clients: Json | undefined): ReadonlyMap<string, number> | undefined {
  if (!isArray(clients)) return undefined;
  const sequences = new Map<string, number>();
  for (const mark of clients) {
    const [client, last] = isArray(mark) ? mark : [];
    if (typeof client !== 'string' || typeof last !== 'number') return undefined;
    sequences.set(client, last);
  }
  return sequences;
}
