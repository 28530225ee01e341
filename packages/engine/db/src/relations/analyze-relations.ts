import type { Schema } from '../schema.ts';
import type { Snapshot } from '../snapshot.ts';
import type { IdSet } from '../table-state.ts';

/** How many entities refer to one, over all that are referred to. */
export interface FanOut {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** The entity that most refer to; of several the first by id. */
  readonly widest: string | undefined;
}

/** One reference of a schema, as its data has it. A tree's parent is a reference too. */
export interface RelationReport {
  readonly table: string;
  readonly field: string;
  readonly target: string;
  /** Entities whose field refers to one. */
  readonly referrers: number;
  /** Entities that are referred to. */
  readonly targets: number;
  readonly fanOut: FanOut;
  /** What the reverse index takes in memory where it is packed, within a third; ids are not counted, since they are the rows’ own. */
  readonly indexBytes: number;
}

/** For each target: its set of ids, a leaf, and a place in the outer tree. */
const BYTES_PER_TARGET = 200;
/** For each id in a set: two places of an array that is two thirds full. */
const BYTES_PER_REFERRER = 24;

/** How the entities of a snapshot hang together; the relation with the largest index first. O(entities that are referred to). */
export function analyzeRelations<S extends Schema>(snapshot: Snapshot<S>): readonly RelationReport[] {
  return Object.keys(snapshot.schema.tables)
    .flatMap((table) => relationsOf(snapshot, table))
    .sort((one, other) => other.indexBytes - one.indexBytes);
}

function relationsOf(snapshot: Snapshot, table: string): readonly RelationReport[] {
  const shape = snapshot.shape(table);
  if (shape === undefined) return [];
  const { referrers, siblings } = snapshot.stateOf(table);
  const references = shape.references.map(({ field, target }, at) =>
    reportOf({ table, field, target }, setsOf(referrers[at])),
  );
  if (shape.order !== 'tree') return references;
  const children = setsOf(siblings).filter(([parent]) => snapshot.get(table, parent) !== undefined);
  return [...references, reportOf({ table, field: 'parent', target: table }, children)];
}

type Sets = readonly (readonly [target: string, size: number])[];

function setsOf(sets: Iterable<readonly [string, Pick<IdSet, 'size'>]> | undefined): Sets {
  return sets === undefined ? [] : Array.from(sets, ([target, { size }]) => [target, size] as const);
}

function reportOf(relation: Pick<RelationReport, 'table' | 'field' | 'target'>, sets: Sets): RelationReport {
  const sizes = sets.map(([, size]) => size).sort((one, other) => one - other);
  const referrers = sizes.reduce((sum, size) => sum + size, 0);
  const targets = sizes.length;
  const quantile = (share: number) => sizes[Math.max(0, Math.ceil(share * targets) - 1)] ?? 0;
  const max = sizes.at(-1) ?? 0;
  return {
    ...relation,
    referrers,
    targets,
    fanOut: {
      mean: targets === 0 ? 0 : referrers / targets,
      p50: quantile(0.5),
      p99: quantile(0.99),
      max,
      widest: sets.find(([, size]) => size === max)?.[0],
    },
    indexBytes: targets * BYTES_PER_TARGET + referrers * BYTES_PER_REFERRER,
  };
}
