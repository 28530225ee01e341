import { hubError } from '../errors.ts';
import type { Plugin } from './plugin.ts';

/**
 * The plugins in the order in which they are asked: as they declare, and as they were added where they do not care.
 *
 * @throws StatehouseError `hub/plugin-order`
 */
export function ordered<Each extends Pick<Plugin, 'name' | 'runsBefore' | 'runsAfter'>>(
  plugins: readonly Each[],
): readonly Each[] {
  const mustPrecede = (one: Each, other: Each) =>
    one.runsBefore?.includes(other.name) === true || other.runsAfter?.includes(one.name) === true;
  const waiting = [...plugins];
  const inOrder: Each[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex((one) => !waiting.some((other) => other !== one && mustPrecede(other, one)));
    const [next] = at === -1 ? [] : waiting.splice(at, 1);
    if (next === undefined) throw hubError('plugin-order', { plugins: waiting.map(({ name }) => name) });
    inOrder.push(next);
  }
  return inOrder;
}
