import { type EntryHeader, type EntryTexts, type Outcome, seenToTell } from './log-entry.ts';

/** An entry before its outcome is digested. */
export type EntryDraft = Omit<EntryHeader, 'algebra' | 'outcomeDigest'>;

/** What an entry's maker gets back: the texts to store, and the entry as subscribers will see it, encoded once. */
export interface EncodedEntry {
  readonly texts: EntryTexts;
  /** JSON of a {@link DeliveredEntry}. */
  readonly delivered: string;
}

/** Encodes an entry for the log and for delivery; effect and conflicts become JSON once for both. */
export function encodeEntry(
  draft: EntryDraft,
  payload: string,
  outcome: Outcome,
  sha256: (text: string) => string,
): EncodedEntry {
  const effect = JSON.stringify(outcome.effect);
  const conflicts = JSON.stringify(outcome.conflicts);
  const { kind, version, client, sequence } = draft;
  const seen = outcome.verdict === 'applied' && outcome.seen !== undefined ? `,"seen":${outcome.seen}` : '';
  const refusal = outcome.verdict === 'refused' ? `,"refusal":${JSON.stringify(outcome.refusal)}` : '';
  const outcomeText = `{"verdict":"${outcome.verdict}","effect":${effect},"conflicts":${conflicts},"timeMs":${outcome.timeMs}${seen}${refusal}}`;
  const header = encodeHeader({ ...draft, algebra: 1, outcomeDigest: sha256(outcomeText) });
  return {
    texts: { version, kind, client, sequence, header, payload, outcome: outcomeText },
    delivered: encodeDelivered(draft, outcome, effect, conflicts),
  };
}

/** Canonical JSON (RFC 8785) of a header: members in order, by hand because this is written for every entry. */
function encodeHeader(header: EntryHeader): string {
  const { algebra, author, base, client, document, epoch, kind } = header;
  const { outcomeDigest, payloadDigest, schemaVersion, sequence, version } = header;
  return JSON.stringify({
    algebra,
    author,
    base,
    client,
    document,
    epoch,
    kind,
    outcomeDigest,
    payloadDigest,
    schemaVersion,
    sequence,
    version,
  });
}

function encodeDelivered(draft: EntryDraft, outcome: Outcome, effect: string, conflicts: string): string {
  const { kind, version, client, sequence, author, schemaVersion, base } = draft;
  if (kind === 'schema') return `{"kind":"schema","version":${version},"schemaVersion":${schemaVersion}}`;
  const signed = `{"kind":"${kind}","version":${version},"client":${JSON.stringify(client)},"sequence":${sequence},"author":${JSON.stringify(author)},"timeMs":${outcome.timeMs}`;
  if (outcome.verdict === 'applied') {
    const seen = seenToTell(version, outcome.seen ?? base, outcome.effect);
    const unseen = seen === undefined ? '' : `,"seen":${seen}`;
    return `${signed}${unseen},"effect":${effect},"conflicts":${conflicts}}`;
  }
  const { code, message } = outcome.refusal;
  return `${signed},"code":${JSON.stringify(code)},"message":${JSON.stringify(message)}}`;
}
