import { isJsonObject, type JsonObject } from '@statehouse/kernel';
import { dbError } from '../errors.ts';
import { reverseOf } from '../reverse-reference.ts';
import type { Schema } from '../schema.ts';
import type { TableDefinition } from '../table-definition.ts';

/** A shape held against the schema, once. Equal shapes have one plan, so that views made by either are the same. */
export interface Plan {
  readonly table: string;
  /** Says which of a union's tables it is, as a member of the view. */
  readonly tag: { readonly by: string; readonly value: string } | undefined;
  /** Filled after the plan is known, because shapes may hold themselves. */
  readonly members: PlannedMember[];
}

/** What stands in a view in place of references. */
export type PlannedMember =
  | { readonly kind: 'one' | 'list'; readonly name: string; readonly plan: Plan }
  | { readonly kind: 'reverse'; readonly name: string; readonly field: string; readonly plan: Plan }
  | { readonly kind: 'union'; readonly name: string; readonly variants: readonly Variant[] };

/** One of the references of a union. */
export interface Variant {
  readonly field: string;
  readonly plan: Plan;
}

/** The plans of a schema: by shape object and table, and by the text of what was planned. */
class Plans {
  readonly #schema: Schema;
  readonly #byShape = new WeakMap<object, Map<string, Plan>>();
  readonly #byText = new Map<string, Plan>();

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  planFor(table: string, shape: unknown, tag?: Plan['tag']): Plan {
    const given = isJsonObject(shape) ? shape : NOTHING;
    const name = JSON.stringify([table, tag?.by, tag?.value]);
    const plans = this.#byShape.get(given) ?? new Map<string, Plan>();
    this.#byShape.set(given, plans);
    const known = plans.get(name);
    if (known !== undefined) return known;
    const text = textOf(given);
    const equal = text === undefined ? undefined : this.#byText.get(name + text);
    if (equal !== undefined) {
      plans.set(name, equal);
      return equal;
    }
    const plan: Plan = { table, tag, members: [] };
    plans.set(name, plan);
    const declared = this.#declared(table);
    for (const member of Object.keys(given)) {
      const below = given[member];
      if (below !== undefined) plan.members.push(this.#memberFor(table, declared, member, below));
    }
    if (text !== undefined) this.#byText.set(name + text, plan);
    return plan;
  }

  #memberFor(table: string, declared: TableDefinition, name: string, below: unknown): PlannedMember {
    const spec = Object.hasOwn(declared.fields, name) ? declared.fields[name]?.spec : undefined;
    if (spec?.reference !== undefined)
      return {
        kind: spec.type === 'refs' ? 'list' : 'one',
        name,
        plan: this.planFor(spec.reference.target, below),
      };
    if (name === 'parent' && declared.order === 'tree')
      return { kind: 'one', name, plan: this.planFor(table, below) };
    const union = Object.hasOwn(declared.unions, name) ? declared.unions[name] : undefined;
    if (union !== undefined) {
      const byTag = isJsonObject(below) ? below : NOTHING;
      const variants = Object.entries(union.refs).map(([value, field]) => {
        const target = declared.fields[field]?.spec.reference?.target ?? '';
        return { field, plan: this.planFor(target, byTag[value], { by: union.by, value }) };
      });
      return { kind: 'union', name, variants };
    }
    const reverse = reverseOf(this.#schema, table, name);
    if (reverse === undefined) throw dbError('unknown-field', { table, field: name });
    return { kind: 'reverse', name, field: reverse.field, plan: this.planFor(reverse.table, below) };
  }

  #declared(table: string): TableDefinition {
    const { tables } = this.#schema;
    const declared = Object.hasOwn(tables, table) ? tables[table] : undefined;
    if (declared !== undefined) return declared;
    throw dbError('unknown-table', { table, known: Object.keys(tables).join(', ') });
  }
}

const NOTHING: JsonObject = Object.freeze({});
const plansOfSchemas = new WeakMap<Schema, Plans>();

/**
 * The plan of a shape.
 * @throws StatehouseError `db/unknown-table` · `db/unknown-field`
 */
export function planFor(schema: Schema, table: string, shape: unknown): Plan {
  const plans = plansOfSchemas.get(schema) ?? new Plans(schema);
  plansOfSchemas.set(schema, plans);
  return plans.planFor(table, shape);
}

/** Undefined for a shape that holds itself. */
function textOf(shape: JsonObject): string | undefined {
  try {
    return JSON.stringify(shape);
  } catch {
    return undefined;
  }
}
