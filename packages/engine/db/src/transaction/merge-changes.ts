import type { Json } from '@statehouse/kernel';
import { type Change, composeText } from '@statehouse/ot';

/**
 * One change for two of one field in turn. `after` is what the field holds after both, for a patch of a value that
 * was set. Undefined: they cancel out.
 */
export function mergeChanges(earlier: Change | undefined, later: Change, after: Json): Change | undefined {
  if (earlier === undefined || later.kind === 'set') return later;
  switch (later.kind) {
    case 'add':
      return earlier.kind === 'add' ? sumOf(earlier.amount, later.amount) : later;
    case 'members':
      return earlier.kind === 'members' ? mergedMembers(earlier, later) : later;
    case 'text':
      return earlier.kind === 'text' ? joinedDelta(earlier, later) : later;
    case 'patch':
      if (earlier.kind === 'patch') return { kind: 'patch', patches: [...earlier.patches, ...later.patches] };
      return { kind: 'set', value: after };
  }
}

function sumOf(earlier: number, later: number): Change | undefined {
  const amount = earlier + later;
  return amount === 0 ? undefined : { kind: 'add', amount };
}

function joinedDelta(
  earlier: Change & { kind: 'text' },
  later: Change & { kind: 'text' },
): Change | undefined {
  const delta = composeText(earlier.delta, later.delta);
  return delta.length === 0 ? undefined : { kind: 'text', incarnation: later.incarnation, delta };
}

/** Of two words about one member the later counts. */
function mergedMembers(earlier: Change & { kind: 'members' }, later: Change & { kind: 'members' }): Change {
  const named = new Set([...later.include, ...later.exclude]);
  const include = [...earlier.include.filter((member) => !named.has(member)), ...later.include];
  const exclude = [...earlier.exclude.filter((member) => !named.has(member)), ...later.exclude];
  return { kind: 'members', include, exclude };
}
