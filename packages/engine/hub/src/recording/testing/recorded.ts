import { createHub, type HubOptions } from '../../hub.ts';
import { createRedactor } from '../../redaction/redactor.ts';
import { createPlainStore } from '../../store/plain-store.ts';
import { type ExportOptions, exportRecording } from '../export-recording.ts';
import { parseRecording } from '../parse-recording.ts';
import type { Recording } from '../recording.ts';
import { type ReplayOptions, type ReplayResult, replayRecording } from '../replay-recording.ts';

export const redactor = createRedactor({
  sensitive: ['token', 'password'],
  key: 'a key of more than sixteen bytes',
});

export function recorded(
  hub: Parameters<typeof exportRecording>[0],
  options: Partial<ExportOptions> = {},
): Recording {
  return parseRecording([...exportRecording(hub, { redactor, ...options })].join(''));
}

export function replayed(
  recording: Recording,
  stores: ReplayOptions['stores'],
  options: Partial<ReplayOptions> = {},
): Promise<ReplayResult> {
  return replayRecording(recording, { stores, redactor, ...options });
}

/** A hub with one store that is changed by a function of its state and a text. */
export function noteHub<State>(
  initial: State,
  reduce: (state: State, text: string) => State,
  options: HubOptions = {},
) {
  const hub = createHub(options);
  const note = createPlainStore<State, string>({ initial, reduce });
  return { hub, note, notes: hub.add('note', note) };
}
