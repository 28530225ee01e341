import { dbError } from './errors.ts';

/** A derived selector that is being computed. */
export interface RunningSelector {
  readonly name: string;
  /** Its answer depends on who asked for it (a cycle was broken off inside), so it may not be kept. */
  isTainted: boolean;
}

/** How many levels may stand under one: leaves room on the stack of every engine, where each takes about six frames. */
export const DEEPEST = 400;

const running: RunningSelector[] = [];

/**
 * Says that a selector begins; {@link endSelector} has to follow.
 * @throws StatehouseError `db/deep-selector`
 */
export function beginSelector(name: string): RunningSelector {
  if (running.length > DEEPEST) {
    taintAll();
    throw tooDeep(name);
  }
  const selector = { name, isTainted: false };
  running.push(selector);
  return selector;
}

export function tooDeep(name: string): Error {
  return dbError('deep-selector', { selector: name, levels: DEEPEST });
}

export function endSelector(): void {
  running.pop();
}

/** Refuses a selector that was asked for while it is being computed for the same arguments. */
export function cyclicSelector(name: string): Error {
  taintAll();
  const names = running.map((selector) => selector.name);
  const path = [...names.slice(names.indexOf(name)), name].join(' → ');
  return dbError('cyclic-selector', { selector: name, path });
}

/**
 * Refuses to change anything while a selector is being computed.
 * @throws StatehouseError `db/write-in-selector`
 */
export function refuseInsideSelector(): void {
  const innermost = running.at(-1);
  if (innermost !== undefined) throw dbError('write-in-selector', { selector: innermost.name });
}

function taintAll(): void {
  for (const selector of running) selector.isTainted = true;
}
