import { isArray } from '@statehouse/kernel';
import { ConflictKind } from './conflict.ts';
import type { DeletionRule, Referrer } from './document-state.ts';
import { entityKey, type TouchedEntity, type WorkingSet } from './working-set.ts';

interface Target {
  readonly table: string;
  readonly id: string;
}
/** What would happen if one entity were deleted. */
interface Closure {
  readonly root: TouchedEntity;
  /** Everything that goes, the root included, by entity key. */
  readonly gone: ReadonlyMap<string, Target>;
  readonly nullified: readonly Referrer[];
  readonly blockers: readonly Target[];
}

/**
 * Carries the explicit deletions out, with what they cascade to and nullify. A deletion that a `restrict` reference
 * forbids is skipped, unless the referrer goes in the same operation.
 */
export function settleDeletions(working: WorkingSet): void {
  const doomed = [...working.touched()].filter((entity) => entity.doomed && entity.after !== undefined);
  if (doomed.length === 0) return;
  const touchedReferrers = referrersAmongTouched(working);
  let closures = doomed.map((entity) => closureOf(working, entity, touchedReferrers));
  for (let blocked = true; blocked; ) {
    const gone = new Set(closures.flatMap((closure) => [...closure.gone.keys()]));
    const allowed = closures.filter((closure) =>
      closure.blockers.every((one) => gone.has(entityKey(one.table, one.id))),
    );
    blocked = allowed.length < closures.length;
    for (const closure of closures) if (!allowed.includes(closure)) restrict(working, closure);
    closures = allowed;
  }
  carryOut(working, closures);
}

function restrict(working: WorkingSet, { root, blockers }: Closure): void {
  root.doomed = false;
  const first = blockers[0];
  working.conflict({
    kind: ConflictKind.Restricted,
    table: root.table,
    id: root.id,
    lost: first === undefined ? null : { table: first.table, id: first.id },
  });
}

function carryOut(working: WorkingSet, closures: readonly Closure[]): void {
  for (const { gone } of closures) {
    for (const { table, id } of gone.values()) {
      const entity = working.touch(table, id);
      if (entity !== undefined) entity.after = undefined;
    }
  }
  for (const { gone, nullified } of closures) {
    for (const referrer of nullified) nullify(working, referrer, gone);
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

function closureOf(working: WorkingSet, root: TouchedEntity, touched: TouchedReferrers): Closure {
  const gone = new Map<string, Target>([[entityKey(root.table, root.id), root]]);
  const nullified: Referrer[] = [];
  const blockers: Target[] = [];
  for (const target of gone.values()) {
    for (const referrer of referrersNow(working, target, touched)) {
      const key = entityKey(referrer.table, referrer.id);
      if (gone.has(key)) continue;
      const rule = ruleOf(working, referrer);
      if (rule === 'cascade') gone.set(key, { table: referrer.table, id: referrer.id });
      else if (rule === 'nullify') nullified.push(referrer);
      else if (rule === 'restrict') blockers.push(referrer);
    }
  }
  return { root, gone, nullified, blockers };
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
type TouchedReferrers = ReadonlyMap<string, readonly Referrer[]>;

function referrersAmongTouched(working: WorkingSet): TouchedReferrers {
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
