import { isStatehouseError, type Json, type JsonObject } from '@statehouse/kernel';
import { recordingError } from '../recording-errors.ts';
import { LineReader } from './line-reader.ts';
import { FIRST_SUM, openLine } from './line-seal.ts';
import { checkFormat, readEntry, readHeader, readStart } from './parse-line.ts';
import type { RecordedEntry, Recording, RecordingHeader } from './recording.ts';

export interface RecordingLimits {
  readonly maxLetters: number;
  readonly maxLineLetters: number;
  readonly maxLines: number;
  readonly maxLevels: number;
}

const USUAL_LIMITS: RecordingLimits = {
  maxLetters: 64 * 1024 * 1024,
  maxLineLetters: 16 * 1024 * 1024,
  maxLines: 250_000,
  maxLevels: 1_000,
};

export interface ParseOptions {
  readonly limits?: Partial<RecordingLimits>;
  /** `prefix` answers with what stands before the damage, and says where that is. Refused unless told. */
  readonly whenDamaged?: 'refuse' | 'prefix';
}

/**
 * Reads a recording. Every line is checked: its sum, which goes over all lines before it, and each of its members.
 *
 * @throws StatehouseError `hub/recording-foreign`, `hub/recording-newer`, `hub/recording-too-large`, `hub/recording-damaged`
 */
export function parseRecording(text: string, options: ParseOptions = {}): Recording {
  const limits = { ...USUAL_LIMITS, ...options.limits };
  const lines = linesOf(text, limits);
  const [first = ''] = lines;
  const { header, sum } = headerOf(first, limits);
  const body = new RecordingBody(header, limits, sum);
  try {
    for (const line of lines.slice(1)) body.read(line);
    body.end();
  } catch (error) {
    if (options.whenDamaged !== 'prefix' || !isStatehouseError(error, 'hub/recording-damaged')) throw error;
    const { line, problem } = error.details;
    return body.recording({ line: Number(line), problem: String(problem) });
  }
  return body.recording(undefined);
}

/** What stands below the header, read one line after the other. `sum` is that of the line before. */
class RecordingBody {
  readonly #header: RecordingHeader;
  readonly #limits: RecordingLimits;
  readonly #starts = new Map<string, Json>();
  readonly #entries: RecordedEntry[] = [];
  #sum: string;
  #line = 1;
  #isOver = false;

  constructor(header: RecordingHeader, limits: RecordingLimits, sum: string) {
    this.#header = header;
    this.#limits = limits;
    this.#sum = sum;
  }

  recording(damage: Recording['damage']): Recording {
    return { header: this.#header, starts: this.#starts, entries: this.#entries, damage };
  }

  read(text: string): void {
    this.#line += 1;
    const reader = new LineReader(this.#line);
    if (this.#isOver) throw reader.fail('it stands behind the end');
    const opened = openLine(this.#sum, text);
    if (opened === undefined)
      throw reader.fail('its sum is not that of what it says, or a line before it is missing');
    const line = reader.object(reader.parse(opened.body, this.#limits.maxLevels), 'the line');
    const kind = reader.oneOf(line.line, ['state', 'entry', 'end'], 'line');
    if (kind === 'state') this.#readStart(line, reader);
    else if (kind === 'entry') this.#readEntry(line, reader);
    else this.#readEnd(line, reader);
    this.#sum = opened.sum;
  }

  end(): void {
    if (!this.#isOver) throw new LineReader(this.#line + 1).fail('it is missing: the recording was cut');
  }

  #readStart(line: JsonObject, reader: LineReader): void {
    const [store, state] = readStart(line, reader);
    if (this.#entries.length > 0 || this.#starts.has(store))
      throw reader.fail('a state stands where none may');
    this.#starts.set(store, state);
  }

  #readEntry(line: JsonObject, reader: LineReader): void {
    const entry = readEntry(line, reader);
    if (entry.id !== this.#header.from + this.#entries.length) throw reader.fail('entries are not in a row');
    this.#entries.push(entry);
  }

  #readEnd({ entries }: JsonObject, reader: LineReader): void {
    const { from, to } = this.#header;
    const isWhole = entries === this.#entries.length && entries === to - from + 1;
    if (!isWhole) throw reader.fail('there are not as many entries as there should be');
    this.#isOver = true;
  }
}

function headerOf(
  text: string,
  limits: RecordingLimits,
): { readonly header: RecordingHeader; readonly sum: string } {
  const reader = new LineReader(1);
  const json = jsonOf(text, reader, limits);
  checkFormat(json);
  const opened = openLine(FIRST_SUM, text);
  if (opened === undefined) throw reader.fail('its sum is not that of what it says');
  return { header: readHeader(reader.object(json, 'the line'), reader), sum: opened.sum };
}

/** The JSON of a line that may be anything; undefined when it is none. */
function jsonOf(text: string, reader: LineReader, { maxLevels }: RecordingLimits): Json | undefined {
  try {
    return reader.parse(text, maxLevels);
  } catch {
    return undefined;
  }
}

function linesOf(text: string, { maxLetters, maxLineLetters, maxLines }: RecordingLimits): readonly string[] {
  checkSize(text.length, 'letters', maxLetters);
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    checkSize(end - at, `letters in line ${lines.length + 1}`, maxLineLetters);
    // What went through a tool of another system ends its lines in another way.
    lines.push(text.slice(at, text[end - 1] === '\r' ? end - 1 : end));
    checkSize(lines.length, 'lines', maxLines);
    at = end + 1;
  }
  return lines;
}

function checkSize(size: number, unit: string, most: number): void {
  if (size > most) throw recordingError('recording-too-large', { size, unit, most });
}
