import type { Subject } from './count-under-test.ts';
import { agree, type Seen, Stage, type StageOptions } from './stage.tsx';

/** The questions, in the order and with the numbers in which they are asked of every store. */
export const QUESTIONS = {
  1: 'useTransition: no tearing finally on update',
  2: 'useTransition: no tearing finally on mount',
  3: 'useTransition: no tearing temporarily on update',
  4: 'useTransition: no tearing temporarily on mount',
  5: 'useTransition: can interrupt render (time slicing)',
  6: 'useTransition: can branch state (wip state)',
  7: 'useDeferredValue: no tearing finally on update',
  8: 'useDeferredValue: no tearing finally on mount',
  9: 'useDeferredValue: no tearing temporarily on update',
  10: 'useDeferredValue: no tearing temporarily on mount',
} as const;

export type Outcomes = Readonly<Record<keyof typeof QUESTIONS, boolean>>;

/** Asks all ten. */
export async function answers(subject: Subject): Promise<Outcomes> {
  const [updated, mounted] = [await update(subject, false), await mount(subject, false)];
  const [updatedLater, mountedLater] = [await update(subject, true), await mount(subject, true)];
  return {
    1: endsWith(updated, 2),
    2: endsWith(mounted, 1),
    3: updated.frames.every(agree),
    4: mounted.frames.every(agree),
    5: await interrupts(subject),
    6: await branches(subject),
    7: endsWith(updatedLater, 2),
    8: endsWith(mountedLater, 1),
    9: updatedLater.frames.every(agree),
    10: mountedLater.frames.every(agree),
  };
}

/** Something is added while the counters are rendering an earlier addition. */
function update(subject: Subject, isDeferred: boolean): Promise<Seen> {
  return onStage(subject, { isShown: true, isDeferred }, async (stage) => {
    if (isDeferred) stage.add(1);
    else stage.inTransition(() => stage.add(1));
    await stage.midway();
    stage.add(1);
    return stage.settled();
  });
}

/** Something is added while the counters are rendering for the first time. */
function mount(subject: Subject, isDeferred: boolean): Promise<Seen> {
  return onStage(subject, { isShown: false, isDeferred }, async (stage) => {
    if (isDeferred) stage.showCounters();
    else stage.inTransition(stage.showCounters);
    await stage.midway();
    stage.add(1);
    return stage.settled();
  });
}

/** A click is on the screen before the counters have rendered the addition. */
function interrupts(subject: Subject): Promise<boolean> {
  return onStage(subject, { isShown: true, isDeferred: false }, async (stage) => {
    stage.inTransition(() => stage.add(1));
    await stage.midway();
    stage.click();
    const { last } = await stage.until(() => stage.clicks === 1);
    const isFirst = last.every((count) => count === 0);
    return endsWith(await stage.settled(), 1) && isFirst;
  });
}

/** What a click adds is on the screen without the addition that is still rendering; then both are. */
function branches(subject: Subject): Promise<boolean> {
  return onStage(subject, { isShown: true, isDeferred: false }, async (stage) => {
    stage.inTransition(() => stage.add(1));
    await stage.midway();
    stage.click(() => stage.add(10));
    const seen = await stage.settled();
    const isApart = seen.frames.some((counts) => counts.every((count) => count === 10));
    return isApart && endsWith(seen, 11);
  });
}

async function onStage<Found>(
  subject: Subject,
  options: StageOptions,
  play: (stage: Stage) => Promise<Found>,
): Promise<Found> {
  const stage = new Stage(subject, options);
  try {
    return await play(stage);
  } finally {
    stage.close();
  }
}

function endsWith({ last }: Seen, count: number): boolean {
  return last.length > 0 && last.every((shown) => shown === count);
}
