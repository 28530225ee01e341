import type { Change } from './operation.ts';
import { composeText } from './text-algebra.ts';

/** What became of two changes of one field: one change, none at all, or undefined where they do not join. */
export type JoinedChange = { readonly change: Change | undefined } | undefined;

/** Joins two changes of one field that follow each other. Undefined where one change cannot say the same. */
export function joinChanges(first: Change, second: Change): JoinedChange {
  if (second.kind === 'set')
    return first.kind === 'set' || first.kind === 'patch' ? { change: second } : undefined;
  if (second.kind === 'text') return first.kind === 'text' ? joinTexts(first, second) : undefined;
  if (second.kind === 'add')
    return first.kind === 'add' ? joinAmounts(first.amount + second.amount) : undefined;
  if (second.kind === 'members')
    return first.kind === 'members' ? { change: joinMembers(first, second) } : undefined;
  if (first.kind !== 'patch') return undefined;
  return { change: { kind: 'patch', patches: [...first.patches, ...second.patches] } };
}

function joinTexts(first: Change & { kind: 'text' }, second: Change & { kind: 'text' }): JoinedChange {
  if (first.incarnation !== second.incarnation) return undefined;
  const delta = composeText(first.delta, second.delta);
  return { change: delta.length === 0 ? undefined : { kind: 'text', incarnation: first.incarnation, delta } };
}

function joinAmounts(amount: number): JoinedChange {
  return Number.isSafeInteger(amount) ? { change: { kind: 'add', amount } } : undefined;
}

/** The later of two statements about a member wins. */
function joinMembers(first: Change & { kind: 'members' }, second: Change & { kind: 'members' }): Change {
  const later = new Set([...second.include, ...second.exclude]);
  const stillOpen = (member: string) => !later.has(member);
  return {
    kind: 'members',
    include: [...first.include.filter(stillOpen), ...second.include],
    exclude: [...first.exclude.filter(stillOpen), ...second.exclude],
  };
}
