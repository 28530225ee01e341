import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import { parseSnapshotRows, type SnapshotRow } from '@statehouse/protocol';
import type { Sha256 } from '@statehouse/storage';
import type { ClientMark } from './client-lines.ts';
import type { Image } from './image.ts';

/** What a saved snapshot says besides its rows. */
export interface SnapshotHead {
  readonly version: number;
  readonly schemaVersion: number;
  readonly schemaDigest: string;
  readonly chain: string;
  readonly epoch: number;
  readonly marks: readonly ClientMark[];
}

export interface SnapshotBody {
  readonly head: SnapshotHead;
  readonly rows: readonly SnapshotRow[];
}

const FORMAT = 1;

/** Lines: the SHA-256 of all that follows, the head, then lists of rows. */
export function encodeSnapshotBody(image: Image, epoch: number, sha256: Sha256): string {
  const { version, schemaVersion, schemaDigest, chain } = image.position;
  const clients = image.marks.map(({ client, last, refused }) =>
    refused === undefined ? [client, last] : [client, last, refused.sequence, refused.version],
  );
  const head = JSON.stringify({
    format: FORMAT,
    version,
    schemaVersion,
    schemaDigest,
    chain,
    epoch,
    clients,
  });
  const rest = [head, ...image.chunks].join('\n');
  return `${sha256(rest)}\n${rest}`;
}

/** Undefined: the body is damaged or of another format, and the log must be read from its beginning. */
export function decodeSnapshotBody(body: string, sha256: Sha256): SnapshotBody | undefined {
  const cut = body.indexOf('\n');
  const rest = body.slice(cut + 1);
  if (cut < 0 || sha256(rest) !== body.slice(0, cut)) return undefined;
  const [first, ...chunks] = rest.split('\n');
  const head = decodeHead(JSON.parse(first ?? 'null'));
  if (head === undefined) return undefined;
  return { head, rows: chunks.flatMap((chunk) => parseSnapshotRows(JSON.parse(chunk), 'snapshot.rows')) };
}

/** The digest was right, so what is tested here is the format, not damage. */
function decodeHead(value: Json): SnapshotHead | undefined {
  if (!isJsonObject(value) || value.format !== FORMAT || !isArray(value.clients)) return undefined;
  const { version, schemaVersion, schemaDigest, chain, epoch } = value;
  if (typeof version !== 'number' || typeof schemaVersion !== 'number' || typeof epoch !== 'number')
    return undefined;
  if (typeof schemaDigest !== 'string' || typeof chain !== 'string') return undefined;
  const marks: ClientMark[] = [];
  for (const item of value.clients) {
    if (!isArray(item)) return undefined;
    const [client, last, sequence, refusedAt] = item;
    if (typeof client !== 'string' || typeof last !== 'number') return undefined;
    const refused =
      typeof sequence === 'number' && typeof refusedAt === 'number'
        ? { sequence, version: refusedAt }
        : undefined;
    marks.push({ client, last, refused });
  }
  return { version, schemaVersion, schemaDigest, chain, epoch, marks };
}
