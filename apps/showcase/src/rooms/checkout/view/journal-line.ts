import type { ChangeNote, JournalEntry } from '@statehouse/hub';
import { isJsonObject } from '@statehouse/kernel';
import { eventName } from './chart-node.ts';
import { valueInWords } from './checkout-step.ts';

/** An entry of the journal, as it is listed. */
export interface JournalLine {
  readonly id: number;
  readonly name: string;
  /** What it did to the machine's state, or to what it knows; undefined where that is not kept any more. */
  readonly effect: string | undefined;
  /** Which guards were asked and what they said, and which actions ran; in that order. */
  readonly notes: readonly string[];
  readonly causeId: number | undefined;
  readonly isRefused: boolean;
}

export function journalLineOf(entry: JournalEntry): JournalLine {
  const [change] = entry.changes;
  return {
    id: entry.id,
    name: entry.kind === 'joined' ? `${entry.name} joined` : eventName(entry.name),
    effect: change?.states === undefined ? undefined : effectOf(change.states.before, change.states.after),
    notes: (change?.notes ?? []).map(noteInWords),
    causeId: entry.causeId,
    isRefused: entry.outcome.kind !== 'applied',
  };
}

function noteInWords(note: ChangeNote): string {
  if (note.kind === 'action') return note.name;
  return note.passed ? `${note.name}? yes` : `${note.name}? no`;
}

function effectOf(before: unknown, after: unknown): string {
  const [from, to] = [placeOf(before), placeOf(after)];
  if (to === '') return '';
  if (from === to) return `in ${to}`;
  return from === '' ? to : `${from} → ${to}`;
}

function placeOf(state: unknown): string {
  return isJsonObject(state) ? valueInWords(state.value) : '';
}
