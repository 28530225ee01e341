import type { Random } from '@statehouse/kernel';
import { drawInt } from '@statehouse/kernel/testing';
import type { TracePatch } from './essay.ts';
import { SharedPage } from './shared-page.ts';

/** What a writer does next. */
type Step =
  /** Puts the caret behind a phrase, as soon as the writer sees it. */
  | { readonly after: string }
  | { readonly write: string }
  /** Takes a phrase out and leaves the caret there. */
  | { readonly remove: string };

interface Writer {
  readonly steps: readonly Step[];
  step: number;
  /** Characters of the present step that are done. */
  done: number;
  /** The character behind which the caret stands; undefined at the start. */
  caret: number | undefined;
  /** How many entries of the log it has been told of. */
  told: number;
  readonly lagMs: number;
}

/**
 * Nobody begins where somebody else is still writing: what comes of two insertions at one place is up to the algorithm.
 */
const SCRIPTS: readonly (readonly Step[])[] = [
  [
    { write: 'Minutes, Thursday\n\nWhat we decided:\n\nWho does what:\n\nNext time:\n' },
    { after: 'Next time:' },
    { write: ' in two weeks, same room. Ines brings the projector, and somebody please bring tea.' },
    { after: 'Thursday' },
    { write: ' 20 March' },
    { after: 'What we decided:' },
    { write: ' (in the order of the agenda)' },
    { remove: 'somebody please' },
    { write: 'Tom will' },
  ],
  [
    { after: 'Next time:' },
    { after: 'What we decided:\n' },
    { write: '- The garden door gets a new lock before Easter.\n' },
    { write: '- We buy the longer ladder 🪜, not the cheaper one.\n' },
    { write: '- Rehearsals end at ten, without exception.\n' },
    { after: 'before Easter' },
    { write: ' (Ben asks for two offers)' },
    { remove: ', without exception' },
    { write: ' on weekdays' },
  ],
  [
    { after: 'Next time:' },
    { after: 'Who does what:\n' },
    { write: '- Ben: the lock, the ladder\n- Ines: the list for the rehearsals\n- Tom: the tea ☕️\n' },
    { after: 'the longer ladder' },
    { write: ' (four metres)' },
    { after: 'Minutes' },
    { write: ' of the house meeting' },
    { after: '- Ben: the lock' },
    { write: ' and its second key' },
  ],
];

const LIMIT_MS = 3_600_000;
const LAGS_MS: readonly number[] = [120, 450, 900];

/** A concurrent trace: three people write the minutes of a meeting, each some way behind the others. */
export function recordMinutes(random: Random) {
  const page = new SharedPage(SCRIPTS.length);
  const writers = SCRIPTS.map((steps, agent): Writer => {
    return { steps, step: 0, done: 0, caret: undefined, told: 0, lagMs: LAGS_MS[agent] ?? 0 };
  });
  const log: { readonly entry: number; readonly atMs: number }[] = [];
  const sent: { readonly entry: number; readonly atMs: number }[] = [];
  for (let nowMs = 0; writers.some(({ step, steps }) => step < steps.length); nowMs += 40) {
    if (nowMs > LIMIT_MS) throw new RangeError('a writer waits for a phrase that never comes');
    sent.sort((a, b) => a.atMs - b.atMs);
    while (sent[0] !== undefined && sent[0].atMs <= nowMs) log.push(...sent.splice(0, 1));
    for (const [agent, writer] of writers.entries()) {
      for (
        let next = log[writer.told];
        next !== undefined && next.atMs + writer.lagMs <= nowMs;
        next = log[writer.told]
      ) {
        page.tell(agent, next.entry);
        writer.told += 1;
      }
      if (drawInt(random, 4) > 0) continue;
      const entry = act(page, agent, writer);
      if (entry !== undefined) sent.push({ entry, atMs: nowMs + writer.lagMs });
    }
  }
  return page.finish();
}

/** One event of one writer: a key, or a cut. Undefined if there is nothing to do yet. */
function act(page: SharedPage, agent: number, writer: Writer): number | undefined {
  const step = writer.steps[writer.step];
  if (step === undefined) return undefined;
  if ('after' in step) {
    const at = page.find(agent, step.after);
    if (at === undefined) return undefined;
    writer.caret = page.characterAt(agent, at + [...step.after].length - 1);
    writer.step += 1;
    return act(page, agent, writer);
  }
  if ('remove' in step) {
    const at = page.find(agent, step.remove);
    if (at === undefined) return undefined;
    writer.caret = at === 0 ? undefined : page.characterAt(agent, at - 1);
    writer.step += 1;
    return page.edit(agent, [at, [...step.remove].length, '']);
  }
  const position = page.behind(agent, writer.caret);
  const character = [...step.write][writer.done] ?? '';
  const patch: TracePatch = [position, 0, character];
  const entry = page.edit(agent, patch);
  writer.caret = page.characterAt(agent, position);
  writer.done += 1;
  if (writer.done === [...step.write].length) {
    writer.step += 1;
    writer.done = 0;
  }
  return entry;
}
