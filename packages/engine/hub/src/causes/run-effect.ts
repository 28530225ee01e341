import { APPLIED, type Outcome } from '../journal/journal-entry.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** Runs an effect, writes down what it came to, and lets that entry be the cause of what `settled` changes. */
export async function runEffect<Result>(
  timeline: Timeline,
  name: string,
  run: () => Promise<Result>,
  settled: (result: Result) => void,
): Promise<void> {
  const causeId = timeline.causes.now;
  const startMs = timeline.nowMs();
  const write = (input: unknown, outcome: Outcome) => {
    const durationMs = timeline.nowMs() - startMs;
    const changes = [{ store: '', kind: 'effect', name, input, states: undefined }] as const;
    timeline.write({ kind: 'effect', name, origin: 'local', causeId, durationMs, outcome, changes });
  };
  let result: Result;
  try {
    result = await run();
  } catch (error) {
    write(undefined, { kind: 'failed', error });
    timeline.tell();
    throw error;
  }
  write(result, APPLIED);
  const id = timeline.journal.lastId;
  timeline.tell();
  timeline.causes.run(id, () => settled(result));
}
