import type { Snapshot } from '../snapshot.ts';
import type { Answer, Asked } from './step.ts';

/** What answers for a derived selector: its cache, as others see it. */
export interface Answering {
  /** `before`: what was asked in this place the last time, which may have been put out of the cache since. */
  ask(
    snapshot: Snapshot,
    args: readonly unknown[],
    before: Asked | undefined,
  ): { readonly asked: Asked; readonly answer: Answer };
}

const answering = new WeakMap<object, Answering>();

/** Makes known who answers for a selector. */
export function answerFor(selector: object, by: Answering): void {
  answering.set(selector, by);
}

/** Who answers for a selector; undefined if it is any function. */
export function answeringFor(selector: object): Answering | undefined {
  return answering.get(selector);
}
