import type { JsonObject } from '@statehouse/kernel';
import { protocolError } from '../errors.ts';
import { onlyMembers, readInteger, readString } from '../shape.ts';
import { type DeliveredEntry, parseEntries } from './delivered-entry.ts';

/** New entries. The client must have confirmed `from`; `to` is the last entry's version. */
export interface DeliverMessage {
  readonly kind: 'deliver';
  readonly document: string;
  readonly from: number;
  readonly to: number;
  readonly entries: readonly DeliveredEntry[];
}

const MEMBERS: ReadonlySet<string> = new Set(['kind', 'document', 'from', 'to', 'entries']);

export function parseDeliver(value: JsonObject): DeliverMessage {
  onlyMembers(value, MEMBERS, 'deliver');
  const from = readInteger(value.from, 'deliver.from');
  const to = readInteger(value.to, 'deliver.to', from + 1);
  const entries = parseEntries(value.entries, from, 'deliver.entries');
  if (from + entries.length !== to) {
    throw protocolError('out-of-range', { at: 'deliver.to', expected: 'the version of the last entry' });
  }
  return { kind: 'deliver', document: readString(value.document, 'deliver.document'), from, to, entries };
}
