import type { JsonObject } from '@statehouse/kernel';
import type { Hub } from '../hub.ts';
import { recordingError } from '../recording-errors.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { JournalWalk } from './journal-walk.ts';
import { FIRST_SUM, sealLine } from './line-seal.ts';
import type { StateForms } from './recording.ts';
import { RecordingWriter } from './recording-writer.ts';

/** In letters, which are bytes as long as they are of ASCII. */
const USUAL_MAX_LETTERS = 32 * 1024 * 1024;
/** Of what changed in one entry no more is told than this. */
const BOUNDS = { maxPaths: 64, maxValueLetters: 2_000 };
/** What the sum adds to a line, and the end of the line. */
const LETTERS_OF_A_SEAL = 26;

export interface ExportOptions {
  readonly redactor: Redactor;
  /** What a person should know about it; redacted as everything else. */
  readonly note?: string;
  /** The first and the last entry; all that the journal reaches, unless told. */
  readonly from?: number;
  readonly to?: number;
  /** If it would be longer, it begins later. In letters; 32 million unless told. */
  readonly maxLetters?: number;
  /** For stores whose states are not plain values. */
  readonly forms?: StateForms;
}

/**
 * A piece of the hub’s journal as lines of JSON, each with its line break. What is recorded is fixed when it is called;
 * the lines are made as they are asked for. States that the older part of the journal has let go of are made again by
 * `reduce`. Goes through the recorded part of the journal three times: for secrets, for its size, for its lines.
 *
 * @throws StatehouseError `hub/recording-too-large`, when not even the states at its end fit
 */
export function exportRecording(hub: Hub, options: ExportOptions): Generator<string, void, void> {
  const { redactor, note, to = hub.journal.lastId, maxLetters = USUAL_MAX_LETTERS, forms = {} } = options;
  const walk = new JournalWalk(hub, to);
  const { keyId, rules } = redactor;
  const header = { note, keyId, rules };
  const writer = new RecordingWriter({ walk, pass: redactor.begin(), forms, header, bounds: BOUNDS });
  writer.learn();
  const wanted = Math.min(Math.max(options.from ?? walk.firstId, walk.firstId), walk.lastId + 1);
  return sealed(writer.contents(firstThatFits(writer, wanted, walk.lastId, maxLetters)));
}

function* sealed(contents: Iterable<JsonObject>): Generator<string, void, void> {
  let previous = FIRST_SUM;
  for (const content of contents) {
    const { text, sum } = sealLine(previous, content);
    previous = sum;
    yield `${text}\n`;
  }
}

/** The first entry, from the one that is wanted on, from which on everything fits. */
function firstThatFits(writer: RecordingWriter, wanted: number, last: number, maxLetters: number): number {
  let from = wanted;
  for (;;) {
    const { entries, total } = measure(writer, from);
    let excess = total - maxLetters;
    if (excess <= 0) return from;
    if (from > last)
      throw recordingError('recording-too-large', { size: total, unit: 'letters', most: maxLetters });
    // The states at a later beginning may be larger or smaller: measured again.
    for (const letters of entries) {
      if (excess <= 0) break;
      excess -= letters;
      from += 1;
    }
    if (excess > 0) from = last + 1;
  }
}

/** The letters of each entry, and of all lines together. */
function measure(
  writer: RecordingWriter,
  from: number,
): { readonly entries: number[]; readonly total: number } {
  const entries: number[] = [];
  let total = 0;
  for (const content of writer.contents(from)) {
    const letters = JSON.stringify(content).length + LETTERS_OF_A_SEAL;
    total += letters;
    if (content.line === 'entry') entries.push(letters);
  }
  return { entries, total };
}
