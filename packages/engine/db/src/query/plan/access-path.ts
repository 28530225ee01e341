import type { IndexRange, KeyPart } from '@statehouse/collections';
import type { OrderKey } from '../expression/query-node.ts';
import { type Bounds, type Constraints, LINK, type Term } from './constraints.ts';
import type { IndexDescriptor } from './query-source.ts';

/**
 * How an index stands to an order: it runs `forward` or `backward`, or `backward-by-key`: the keys run backward, but
 * rows of one key in id order.
 */
export type Serves = 'forward' | 'backward' | 'backward-by-key';

/** Rows in one stretch of an ordered index, or in several that have the same order each. */
export interface OrderedAccess {
  readonly kind: 'ordered';
  readonly index: IndexDescriptor;
  /** The leading parts of the keys, one list for each stretch. */
  readonly prefixes: readonly (readonly Term[])[];
  /** What the part behind the prefix may be. */
  readonly bounds: Bounds | undefined;
  /** How the order of the query is had from the index; undefined: it is not, the rows are sorted. */
  readonly serves: Serves | undefined;
  /** Whether the stretches hold exactly the rows asked for: none has to be tested. */
  readonly isExact: boolean;
}

/** Where the rows come from that may belong to a result. */
export type AccessPath =
  | { readonly kind: 'ids'; readonly ids: readonly Term[] }
  | OrderedAccess
  | { readonly kind: 'lookup'; readonly index: IndexDescriptor; readonly key: readonly Term[] }
  | { readonly kind: 'referrers'; readonly field: string; readonly target: Term }
  | { readonly kind: 'scan' };

/** The value that a term stands for. */
export function resolveTerm(term: Term, link: string): KeyPart {
  return term === LINK ? link : term;
}

/** Whether the rows are different ones for each row that is linked to. */
export function dependsOnLink(access: AccessPath): boolean {
  switch (access.kind) {
    case 'ordered':
      return access.prefixes.some((prefix) => prefix.includes(LINK));
    case 'lookup':
      return access.key.includes(LINK);
    default:
      return access.kind === 'referrers' && access.target === LINK;
  }
}

const MAX_STRETCHES = 1_000;

/** How an ordered index can give the rows that the constraints leave; undefined if it is of no use. */
export function orderedAccess(
  index: IndexDescriptor,
  constraints: Constraints,
  order: readonly OrderKey[],
): OrderedAccess | undefined {
  let prefixes: (readonly Term[])[] = [[]];
  let length = 0;
  for (const field of index.fields) {
    const terms = constraints.equal.get(field);
    if (terms === undefined || prefixes.length * terms.length > MAX_STRETCHES) break;
    prefixes = prefixes.flatMap((prefix) => terms.map((term) => [...prefix, term]));
    length += 1;
  }
  const next = index.fields[length];
  const bounds = next === undefined ? undefined : constraints.bounds.get(next);
  const serves = servesOrder(index, length, constraints, order);
  if (length === 0 && bounds === undefined && serves === undefined) return undefined;
  const { equal, bounds: all, members, residual } = constraints;
  const used = length + (bounds === undefined ? 0 : 1);
  const isExact = used === equal.size + all.size + members.size + residual;
  return { kind: 'ordered', index, prefixes, bounds, serves, isExact };
}

/** Behind its prefix the index must have the keys of the order, and no more: then equal keys stand in id order. */
function servesOrder(
  index: IndexDescriptor,
  length: number,
  { equal }: Constraints,
  order: readonly OrderKey[],
): Serves | undefined {
  const open = order.filter(({ field }) => equal.get(field)?.length !== 1);
  const last = open.at(-1) ?? { field: 'id', descending: false };
  const keys = last.field === 'id' ? open.slice(0, -1) : open;
  if (index.fields.length !== length + keys.length) return undefined;
  if (!keys.every(({ field }, at) => index.fields[length + at] === field)) return undefined;
  const flipped = keys.map(({ descending }, at) => descending !== index.descending[length + at]);
  const isIdFlipped = last.field === 'id' && last.descending;
  if (!isIdFlipped && !flipped.includes(true)) return 'forward';
  if (flipped.includes(false)) return undefined;
  return isIdFlipped ? 'backward' : 'backward-by-key';
}

/** The stretches of an access, for the row that is linked to. */
export function rangesOf(access: OrderedAccess, link: string): readonly IndexRange[] {
  return access.prefixes.map((terms) => {
    const prefix = terms.map((term) => resolveTerm(term, link));
    return rangeOf(prefix, access.bounds, access.index.descending[prefix.length] === true);
  });
}

/** Null stands before all others, so a bound on one side only has to leave it out on the other. */
function rangeOf(prefix: readonly KeyPart[], bounds: Bounds | undefined, descending: boolean): IndexRange {
  if (bounds === undefined) return prefix.length === 0 ? {} : { from: prefix, to: prefix };
  const low = bounds.low ?? { value: null, isExclusive: true };
  const start = descending ? bounds.high : low;
  const end = descending ? low : bounds.high;
  return {
    ...endAt('from', prefix, start?.value),
    ...endAt('to', prefix, end?.value),
    isFromExclusive: start?.isExclusive === true,
    isToExclusive: end?.isExclusive === true,
  };
}

function endAt(end: 'from' | 'to', prefix: readonly KeyPart[], value: KeyPart | undefined): IndexRange {
  const key = value === undefined ? prefix : [...prefix, value];
  return key.length === 0 ? {} : { [end]: key };
}
