import { type Stopwatch, systemStopwatch, systemTimers, type Timers } from '@statehouse/kernel';
import type { Hub } from '../hub.ts';
import { recordingError } from '../recording-errors.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { JournalWalk } from './journal-walk.ts';
import { FIRST_SUM, sealLine } from './line-seal.ts';
import type { StateForms } from './recording.ts';
import { RecordingTape } from './recording-tape.ts';
import { RecordingWriter } from './recording-writer.ts';

/** In letters, which are bytes as long as they are of ASCII. */
const USUAL_MAX_LETTERS = 32 * 1024 * 1024;
/** Of what changed in one entry no more is told than this. */
const BOUNDS = { maxPaths: 64, maxValueLetters: 2_000 };

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

export interface ExportInTurnsOptions extends ExportOptions {
  readonly timers?: Timers;
  readonly stopwatch?: Stopwatch;
  readonly signal?: AbortSignal;
}

/** So long others wait at most. */
const MS_A_TURN = 8;

/**
 * A piece of the hub’s journal as lines of JSON, each with its line break. What is recorded is fixed when it is called.
 * States that the older part of the journal has let go of are made again by `reduce`. Goes through the journal twice,
 * for secrets and for lines, and holds no more than `maxLetters` of them. O(entries · what each looks at: all members
 * of the objects that it changed).
 *
 * @throws StatehouseError `hub/recording-too-large`, when not even the states at its end fit
 */
export function exportRecording(hub: Hub, options: ExportOptions): Generator<string, void, void> {
  const work = recordingWork(hub, options);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/**
 * The same, without keeping others waiting for more than 8 ms at a time: for a session that goes on meanwhile.
 *
 * @throws StatehouseError `hub/recording-too-large`; the reason of the signal, when it is aborted
 */
export async function exportRecordingInTurns(
  hub: Hub,
  { timers = systemTimers, stopwatch = systemStopwatch, signal, ...options }: ExportInTurnsOptions,
): Promise<Generator<string, void, void>> {
  const work = recordingWork(hub, options);
  for (;;) {
    signal?.throwIfAborted();
    for (const startMs = stopwatch.nowMs(); stopwatch.nowMs() - startMs < MS_A_TURN; ) {
      const { done, value } = work.next();
      if (done === true) return value;
    }
    await new Promise<void>((go) => timers.after(0, go));
  }
}

/** One step an entry. The journal is looked at before the first. */
function recordingWork(
  hub: Hub,
  options: ExportOptions,
): Generator<void, Generator<string, void, void>, void> {
  const { redactor, note, to = hub.journal.lastId, maxLetters = USUAL_MAX_LETTERS, forms = {} } = options;
  const walk = new JournalWalk(hub, to);
  const { keyId, rules } = redactor;
  const header = { note, keyId, rules };
  const writer = new RecordingWriter({ walk, pass: redactor.begin(), forms, header, bounds: BOUNDS });
  const from = Math.min(Math.max(options.from ?? walk.firstId, walk.firstId), walk.lastId + 1);
  const tape = new RecordingTape(from, maxLetters, (first) => writer.header(first));
  return written(writer, tape, maxLetters);
}

function* written(
  writer: RecordingWriter,
  tape: RecordingTape,
  maxLetters: number,
): Generator<void, Generator<string, void, void>, void> {
  yield* writer.learn();
  yield* writer.writeTo(tape);
  if (tape.letters > maxLetters) {
    throw recordingError('recording-too-large', { size: tape.letters, unit: 'letters', most: maxLetters });
  }
  return sealed(tape.bodies());
}

function* sealed(bodies: Iterable<string>): Generator<string, void, void> {
  let previous = FIRST_SUM;
  for (const body of bodies) {
    const { text, sum } = sealLine(previous, body);
    previous = sum;
    yield `${text}\n`;
  }
}
