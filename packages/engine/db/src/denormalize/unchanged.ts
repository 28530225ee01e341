import { isArray } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { idOf } from '../index-keys.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Plan, PlannedMember } from './plan.ts';

/** The ids of what refers to an entity by a member of a plan. */
export function referringTo(
  snapshot: Snapshot,
  { field, plan }: PlannedMember & { kind: 'reverse' },
  id: string,
): readonly string[] {
  if (field === 'parent') return snapshot.children(plan.table, id);
  const target = snapshot
    .shape(plan.table)
    ?.references.find((reference) => reference.field === field)?.target;
  return target === undefined ? [] : snapshot.referrersOf(target, id, plan.table, field);
}

/** Whether two snapshots agree in an entity and in everything that a plan reaches from it. */
export function isSameUnder(one: Snapshot, other: Snapshot, plan: Plan, id: string): boolean {
  if (one === other) return true;
  if (one.schema !== other.schema) return false;
  for (const table of tablesUnder(plan)) {
    if (one.rows(table) !== other.rows(table)) return new Comparison(one, other).agreeAt(plan, id);
  }
  return true;
}

const tablesOfPlans = new WeakMap<Plan, ReadonlySet<string>>();

function tablesUnder(plan: Plan): ReadonlySet<string> {
  const known = tablesOfPlans.get(plan);
  if (known !== undefined) return known;
  const plans = new Set([plan]);
  for (const one of plans) for (const below of plansBelow(one)) plans.add(below);
  const tables = new Set([...plans].map(({ table }) => table));
  tablesOfPlans.set(plan, tables);
  return tables;
}

function plansBelow({ members }: Plan): readonly Plan[] {
  return members.flatMap((member) =>
    member.kind === 'union' ? member.variants.map(({ plan }) => plan) : [member.plan],
  );
}

/** Compares entity by entity, each once for each plan, so that circles end. */
class Comparison {
  readonly #one: Snapshot;
  readonly #other: Snapshot;
  readonly #looked = new Map<Plan, Set<string>>();
  readonly #waiting: { readonly plan: Plan; readonly id: string }[] = [];

  constructor(one: Snapshot, other: Snapshot) {
    this.#one = one;
    this.#other = other;
  }

  agreeAt(plan: Plan, id: string): boolean {
    this.#look(plan, id);
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      const row = this.#one.get(next.plan.table, next.id);
      if (row !== this.#other.get(next.plan.table, next.id)) return false;
      if (row === undefined) continue;
      for (const member of next.plan.members) if (!this.#goThrough(row, member)) return false;
    }
    return true;
  }

  /** False if the two differ in what refers to the row. */
  #goThrough(row: Row, member: PlannedMember): boolean {
    if (member.kind === 'reverse') {
      const ids = referringTo(this.#one, member, idOf(row));
      if (ids !== referringTo(this.#other, member, idOf(row))) return false;
      for (const id of ids) this.#look(member.plan, id);
      return true;
    }
    const parts = member.kind === 'union' ? member.variants : [{ field: member.name, plan: member.plan }];
    for (const { field, plan } of parts) {
      const value = row[field];
      for (const id of isArray(value) ? value : [value]) if (typeof id === 'string') this.#look(plan, id);
    }
    return true;
  }

  #look(plan: Plan, id: string): void {
    const looked = this.#looked.get(plan) ?? new Set();
    this.#looked.set(plan, looked);
    if (looked.has(id)) return;
    looked.add(id);
    this.#waiting.push({ plan, id });
  }
}
