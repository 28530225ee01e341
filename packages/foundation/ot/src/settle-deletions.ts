import { isArray } from '@statehouse/kernel';
import { ConflictKind } from './conflict.ts';
import type { DeletionRule, Referrer } from './document-state.ts';
import { entityKey, type TouchedEntity, type WorkingSet } from './working-set.ts';

interface Target {
  readonly table: string;
  readonly id: string;
}

/** What goes if all of some entities are deleted, and what stands against it. */
interface Closure {
  /** Everything that goes, the roots included, by entity key, in the order in which it was found. */
  readonly gone: Map<string, Target>;
  /** Which entities an entity goes with, by its key. */
  readonly goesWith: Map<string, string[]>;
  readonly nullified: readonly Referrer[];
  /** References that forbid the deletion of what they point at, with the key of that. */
  readonly blockers: readonly { readonly blocked: string; readonly by: Target }[];
}

/** So often a deletion may fall because another one has fallen; after that all fall that a reference could forbid. */
const MAX_ROUNDS = 16;

/**
 * Carries the explicit deletions out, with what they cascade to and nullify. A deletion that a `restrict` reference
 * forbids is skipped, unless the referrer goes in the same operation. All deletions are followed together, so that
 * the work is in proportion to what goes, however often it is named.
 */
export function settleDeletions(working: WorkingSet): void {
  let roots = [...working.touched()].filter((entity) => entity.doomed && entity.after !== undefined);
  if (roots.length === 0) return;
  const touchedReferrers = referrersAmongTouched(working);
  for (let round = 1; ; round += 1) {
    const closure = closureOf(working, roots, touchedReferrers);
    const blockers = closure.blockers.filter(
      ({ by }) => round > MAX_ROUNDS || !closure.gone.has(entityKey(by.table, by.id)),
    );
    if (blockers.length === 0) {
      carryOut(working, closure);
      return;
    }
    const blocked = blockedBy(closure, blockers);
    for (const root of roots) restrict(working, root, blocked.get(entityKey(root.table, root.id)));
    roots = roots.filter((root) => root.doomed);
  }
}

/** What cannot go because of these references, itself or what goes with it, each with one of them. */
function blockedBy({ goesWith }: Closure, blockers: Closure['blockers']): ReadonlyMap<string, Target> {
  const blocked = new Map<string, Target>();
  for (const one of blockers) if (!blocked.has(one.blocked)) blocked.set(one.blocked, one.by);
  for (const [key, by] of blocked) {
    for (const cause of goesWith.get(key) ?? []) if (!blocked.has(cause)) blocked.set(cause, by);
  }
  return blocked;
}

function restrict(working: WorkingSet, root: TouchedEntity, blocker: Target | undefined): void {
  if (blocker === undefined) return;
  root.doomed = false;
  working.conflict({
    kind: ConflictKind.Restricted,
    table: root.table,
    id: root.id,
    lost: { table: blocker.table, id: blocker.id },
  });
}

function carryOut(working: WorkingSet, { gone, nullified }: Closure): void {
  for (const { table, id } of gone.values()) {
    const entity = working.touch(table, id);
    if (entity !== undefined) entity.after = undefined;
  }
  const done = new Set<string>();
  for (const referrer of nullified) {
    const key = `${entityKey(referrer.table, referrer.id)}\u0000${referrer.field}`;
    if (done.has(key)) continue;
    done.add(key);
    nullify(working, referrer, gone);
  }
}

function nullify(working: WorkingSet, referrer: Referrer, gone: ReadonlyMap<string, Target>): void {
  const entity = working.touch(referrer.table, referrer.id);
  if (entity?.after === undefined) return;
  const { field } = referrer;
  const value = entity.after[field];
  const target =
    entity.shape.references.find((reference) => reference.field === field)?.target ?? entity.table;
  if (isArray(value)) {
    const kept = value.filter((id) => typeof id !== 'string' || !gone.has(entityKey(target, id)));
    entity.after = { ...entity.after, [field]: kept };
  } else {
    entity.after = { ...entity.after, [field]: null };
  }
}

function closureOf(working: WorkingSet, roots: readonly TouchedEntity[], touched: TouchedReferrers): Closure {
  const gone = new Map<string, Target>();
  const goesWith = new Map<string, string[]>();
  const nullified: Referrer[] = [];
  const blockers: { blocked: string; by: Target }[] = [];
  for (const { table, id } of roots) gone.set(entityKey(table, id), { table, id });
  for (const [targetKey, target] of gone) {
    for (const referrer of referrersNow(working, target, touched)) {
      const { table, id } = referrer;
      const rule = ruleOf(working, referrer);
      if (rule === 'nullify') nullified.push(referrer);
      else if (rule === 'restrict') blockers.push({ blocked: targetKey, by: { table, id } });
      if (rule !== 'cascade') continue;
      const key = entityKey(table, id);
      if (!gone.has(key)) gone.set(key, { table, id });
      const causes = goesWith.get(key);
      if (causes === undefined) goesWith.set(key, [targetKey]);
      else causes.push(targetKey);
    }
  }
  return { gone, goesWith, nullified, blockers };
}

function ruleOf(working: WorkingSet, referrer: Referrer): DeletionRule | undefined {
  const shape = working.state.shape(referrer.table);
  const reference = shape?.references.find(({ field }) => field === referrer.field);
  return reference?.onDelete ?? shape?.parentRule;
}

/** Referrers as they stand after the edits: those of the state that this operation left alone, and touched ones. */
function* referrersNow(working: WorkingSet, target: Target, touched: TouchedReferrers): Iterable<Referrer> {
  for (const referrer of working.state.referrers(target.table, target.id)) {
    if (working.peek(referrer.table, referrer.id) === undefined) yield referrer;
  }
  yield* touched.get(entityKey(target.table, target.id)) ?? [];
}

/** The references that touched entities hold after the edits, by target. */
export type TouchedReferrers = ReadonlyMap<string, readonly Referrer[]>;

export function referrersAmongTouched(working: WorkingSet): TouchedReferrers {
  const found = new Map<string, Referrer[]>();
  const note = (table: string, id: unknown, referrer: Referrer): void => {
    if (typeof id !== 'string') return;
    const key = entityKey(table, id);
    const known = found.get(key);
    if (known === undefined) found.set(key, [referrer]);
    else known.push(referrer);
  };
  for (const { table, id, shape, after } of working.touched()) {
    if (after === undefined) continue;
    for (const { field, target } of shape.references) {
      const value = after[field];
      for (const one of isArray(value) ? new Set(value) : [value]) note(target, one, { table, id, field });
    }
    if (shape.order === 'tree') note(table, after.parent, { table, id, field: 'parent' });
  }
  return found;
}
