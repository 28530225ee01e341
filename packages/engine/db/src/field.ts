import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Json } from '@statehouse/kernel';
import type { DeletionRule, FieldKind, TextValue } from '@statehouse/ot';

/** What a field holds, as it is declared. */
export type FieldType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'timestamp'
  | 'enumeration'
  | 'json'
  | 'ref'
  | 'refs'
  | 'counter'
  | 'set'
  | 'text';

/** The declaration of a field as plain data (only the validator is code). */
export interface FieldSpec {
  readonly type: FieldType;
  readonly nullable: boolean;
  /** What an insertion that leaves the field out gives it. */
  readonly defaultValue?: Json;
  /** The members of an enumeration. */
  readonly values?: readonly string[];
  /** Where a reference points, and what deletion of the target does. */
  readonly reference?: { readonly target: string; readonly onDelete: DeletionRule };
  /** For a set it judges each member. Null is never shown to it. */
  readonly validator?: StandardSchemaV1;
}

/** A declared field. The type parameters say how it is read, how it is written, and whether an insertion may omit it. */
export interface Field<
  Kind extends FieldKind = FieldKind,
  Read = unknown,
  Write = unknown,
  Optional extends boolean = boolean,
  Target extends string = string,
> {
  readonly spec: FieldSpec;
  /** Never there at run time: it only carries the types. */
  readonly '~types'?: {
    readonly kind: Kind;
    readonly read: Read;
    readonly write: Write;
    readonly optional: Optional;
    readonly target: Target;
  };
}

/** Accepts a validator only if it takes every value that the field can hold. */
type ValidatorFor<Value, Input> = StandardSchemaV1<Input> &
  ([NonNullable<Value>] extends [Input] ? unknown : never);

/** A field whose whole value is set at once. */
export interface ValueField<Kind extends 'value' | 'json', Value, Optional extends boolean>
  extends Field<Kind, Value, Value, Optional, never> {
  /** The field may be null, and is null unless an insertion says otherwise. */
  nullable(): ValueField<Kind, Value | null, true>;
  /** What the field holds where an insertion leaves it out. */
  default(value: Value): ValueField<Kind, Value, true>;
  /**
   * Judges each new value, in transactions and at the server's gate; what a validator makes of a value is not used.
   * A JSON field with a validator is set whole: a patch could not be judged without the state.
   */
  check<Input>(validator: ValidatorFor<Value, Input>): ValueField<Kind, Value, Optional>;
}

/** An unordered set of strings that merges member by member. */
export interface SetField extends Field<'set', readonly string[], readonly string[], true, never> {
  /** Judges each member that is included. */
  check<Input>(validator: ValidatorFor<string, Input>): SetField;
}

/** A number that concurrent increments add up in. */
export interface CounterField extends Field<'counter', number, number, true, never> {
  /** Where the counter of a new entity starts; 0 unless said otherwise. */
  default(value: number): CounterField;
}

/** A reference to one entity. */
export type RefField<Target extends string, Value extends string | null> = Field<
  'ref',
  Value,
  Value,
  null extends Value ? true : false,
  Target
>;
/** An ordered list of references, set as a whole. */
export type RefsField<Target extends string> = Field<
  'refs',
  readonly string[],
  readonly string[],
  true,
  Target
>;
/** A collaborative text: read as a value with a rope inside, written as a string on insertion and by splices after. */
export type TextField = Field<'text', TextValue, string, true, never>;

function valueField<Kind extends 'value' | 'json', Value, Optional extends boolean>(
  spec: FieldSpec,
): ValueField<Kind, Value, Optional> {
  return {
    spec,
    nullable: () => valueField<Kind, Value | null, true>({ ...spec, nullable: true }),
    default: (value) => valueField<Kind, Value, true>({ ...spec, defaultValue: jsonOf(value) }),
    check: (validator) => valueField<Kind, Value, Optional>({ ...spec, validator }),
  };
}

/** Defaults are checked against the field's type when the schema is defined. */
function jsonOf(value: unknown): Json {
  return value as Json;
}

/** A string without lone surrogates. The last writer wins. */
export function string(): ValueField<'value', string, false> {
  return valueField({ type: 'string', nullable: false });
}

/** A finite number. The last writer wins; to add up, use {@link counter}. */
export function number(): ValueField<'value', number, false> {
  return valueField({ type: 'number', nullable: false });
}

/** True or false. */
export function boolean(): ValueField<'value', boolean, false> {
  return valueField({ type: 'boolean', nullable: false });
}

/** Integer milliseconds since 1970-01-01T00:00:00Z. */
export function timestamp(): ValueField<'value', number, false> {
  return valueField({ type: 'timestamp', nullable: false });
}

/** One of the strings given. */
export function enumeration<const Value extends string>(
  values: readonly Value[],
): ValueField<'value', Value, false> {
  return valueField({ type: 'enumeration', nullable: false, values });
}

/** Any JSON. `patch` addresses it by object keys; arrays inside are set whole. `Value` is trusted unless checked. */
export function json<Value = Json>(): ValueField<'json', Value, false> {
  return valueField({ type: 'json', nullable: false });
}

/** An integer that concurrent increments add up in. */
export function counter(): CounterField {
  const withDefault = (value: number): CounterField => ({
    spec: { type: 'counter', nullable: false, defaultValue: value },
    default: withDefault,
  });
  return withDefault(0);
}

/** A set of strings; concurrent inclusions and exclusions of different members all take effect. */
export function set(): SetField {
  const withSpec = (spec: FieldSpec): SetField => ({
    spec,
    check: (validator) => withSpec({ ...spec, validator }),
  });
  return withSpec({ type: 'set', nullable: false, defaultValue: [] });
}

/** A collaborative text, empty unless an insertion gives it content. */
export function text(): TextField {
  return { spec: { type: 'text', nullable: false } };
}

/** How a reference behaves. `nullify` makes the field nullable. */
export type RefOptions =
  | { readonly onDelete: 'cascade' | 'restrict'; readonly nullable?: boolean }
  | { readonly onDelete: 'nullify'; readonly nullable?: true };

/** A reference to one entity of a table. Deleting the target deletes, nullifies or is forbidden by the referrer. */
export function ref<const Target extends string, const Options extends RefOptions>(
  target: Target,
  options: Options,
): RefField<Target, Options extends { onDelete: 'nullify' } | { nullable: true } ? string | null : string> {
  const nullable = options.nullable ?? options.onDelete === 'nullify';
  return { spec: { type: 'ref', nullable, reference: { target, onDelete: options.onDelete } } };
}

/** References to several entities of a table, in order. `nullify` takes a deleted target out of the list. */
export function refs<const Target extends string>(
  target: Target,
  options: { readonly onDelete: DeletionRule },
): RefsField<Target> {
  return {
    spec: {
      type: 'refs',
      nullable: false,
      defaultValue: [],
      reference: { target, onDelete: options.onDelete },
    },
  };
}
