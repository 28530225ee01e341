import type { OpenedMessage } from '@statehouse/protocol';
import type { WindowEntry } from './entry-window.ts';
import type { Image } from './image.ts';

/*
 * Frames made of pieces that are encoded already. The protocol's tests read them back, so that they are what
 * `encodeServerMessage` would have made.
 */

/** A `deliver` of entries that follow `from`. */
export function deliverFrame(document: string, from: number, entries: readonly WindowEntry[]): string {
  let list = '';
  for (const { delivered } of entries) list += list === '' ? delivered : `,${delivered}`;
  return `{"kind":"deliver","document":${JSON.stringify(document)},"from":${from},"to":${from + entries.length},"entries":[${list}]}`;
}

/** What an opened frame says; the entries are JSON already. */
export type Opened = Omit<OpenedMessage, 'kind' | 'entries'> & { readonly entries: readonly string[] };

export function openedFrame({ entries, ...rest }: Opened): string {
  const head = JSON.stringify({ kind: 'opened', ...rest });
  return `${head.slice(0, -1)},"entries":[${entries.join(',')}]}`;
}

/** The parts of a snapshot. */
export function* snapshotFrames(document: string, image: Image): Iterable<string> {
  const { version } = image.position;
  const parts = image.chunks.length;
  const name = JSON.stringify(document);
  for (const [part, rows] of image.chunks.entries()) {
    yield `{"kind":"snapshot-part","document":${name},"version":${version},"part":${part},"parts":${parts},"rows":${rows}}`;
  }
}
