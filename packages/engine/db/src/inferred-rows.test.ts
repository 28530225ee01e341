import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { TextValue } from '@statehouse/ot';
import { expectTypeOf, test } from 'vitest';
import { createDatabase } from './database.ts';
import { json, ref, string, timestamp } from './field.ts';
import type { InsertOf, ModifyOf, ReferringField, RowOf } from './inferred-rows.ts';
import { defineSchema } from './schema.ts';
import { emptySnapshot, type Snapshot } from './snapshot.ts';
import { table } from './table-definition.ts';
import { type SampleSchema, sampleSchema } from './testing/sample-schema.ts';

type Item = RowOf<SampleSchema, 'items'>;
type List = RowOf<SampleSchema, 'lists'>;
type Person = RowOf<SampleSchema, 'people'>;

test('a row is read with its id, its place, texts as text values and nullables as such', () => {
  expectTypeOf<Item['id']>().toEqualTypeOf<string>();
  expectTypeOf<Item['note']>().toEqualTypeOf<TextValue>();
  expectTypeOf<Item['tags']>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Item['assignees']>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Item['list']>().toEqualTypeOf<string>();
  expectTypeOf<Item['blockedBy']>().toEqualTypeOf<string | null>();
  expectTypeOf<Item['due']>().toEqualTypeOf<number | null>();
  expectTypeOf<Item['votes']>().toEqualTypeOf<number>();
  expectTypeOf<Item['parent']>().toEqualTypeOf<string | null>();
  expectTypeOf<Item['position']>().toEqualTypeOf<string>();
  expectTypeOf<List['parent']>().toEqualTypeOf<null>();
  expectTypeOf<List['color']>().toEqualTypeOf<'red' | 'blue' | null>();
  expectTypeOf<keyof Person>().toEqualTypeOf<'id' | 'name' | 'email' | 'boss'>();
});

test('an insertion may leave out what has a default, and gives texts as strings', () => {
  expectTypeOf<{ list: string }>().toExtend<InsertOf<SampleSchema, 'items'>>();
  expectTypeOf<{ list: string; note: string; tags: string[]; meta: null }>().toExtend<
    InsertOf<SampleSchema, 'items'>
  >();
  expectTypeOf<{ note: string }>().not.toExtend<InsertOf<SampleSchema, 'items'>>();
  expectTypeOf<{ name: string; color: 'green' }>().not.toExtend<InsertOf<SampleSchema, 'lists'>>();
  expectTypeOf<{ name: string }>().toExtend<InsertOf<SampleSchema, 'people'>>();
});

test('modify takes only fields that are set as a whole', () => {
  expectTypeOf<keyof ModifyOf<SampleSchema, 'items'>>().toEqualTypeOf<
    'list' | 'title' | 'done' | 'meta' | 'due' | 'assignees' | 'blockedBy'
  >();
  expectTypeOf<ModifyOf<SampleSchema, 'items'>['due']>().toEqualTypeOf<number | null | undefined>();
});

test('references know where they come from', () => {
  expectTypeOf<ReferringField<SampleSchema, 'people', 'items'>>().toEqualTypeOf<'assignees'>();
  expectTypeOf<ReferringField<SampleSchema, 'items', 'items'>>().toEqualTypeOf<'blockedBy'>();
  expectTypeOf<ReferringField<SampleSchema, 'lists', 'people'>>().toEqualTypeOf<never>();
});

test('what does not fit the schema does not compile', () => {
  const database = createDatabase({ schema: sampleSchema });
  const misuse = () =>
    database.transact((tx) => {
      // @ts-expect-error a list is required
      tx.items.insert({ note: 'x' });
      // @ts-expect-error there is no such field
      tx.items.modify('a', { colour: 'x' });
      // @ts-expect-error a text is spliced, not set
      tx.items.modify('a', { note: 'x' });
      // @ts-expect-error a title is not a counter
      tx.items.increment('a', 'title');
      // @ts-expect-error a title is not a text
      tx.items.text('a', 'title');
      // @ts-expect-error there is no such table
      tx.things.delete('a');
      // @ts-expect-error votes is not a reference
      tx.items.referring('votes', 'a');
    });
  // @ts-expect-error there is no such table
  const noTable = () => database.snapshot.table('things');
  // @ts-expect-error people have no order
  const noOrder = () => database.snapshot.children('people');
  // @ts-expect-error a validator of numbers cannot judge a string
  const noFit = () => string().check(numbers);
  // @ts-expect-error deletion cannot nullify what may not be null
  const noNull = () => ref('lists', { onDelete: 'nullify', nullable: false });
  // @ts-expect-error the unique key names no field
  const noField = () => table({ a: string().nullable() }, { unique: [['b']] });
  expectTypeOf([misuse, noTable, noOrder, noFit, noNull, noField]).toExtend<(() => unknown)[]>();
});

test('json keeps the type that it is given, and a typed snapshot can stand for any', () => {
  interface Settings {
    readonly theme: string;
  }
  const schema = defineSchema({
    version: 1,
    tables: { a: table({ settings: json<Settings>(), at: timestamp() }) },
  });
  expectTypeOf<RowOf<typeof schema, 'a'>['settings']>().toEqualTypeOf<Settings>();
  const any: Snapshot = emptySnapshot(schema);
  expectTypeOf(any).toExtend<Snapshot>();
});

const numbers: StandardSchemaV1<number> = {
  '~standard': { version: 1, vendor: 'test', validate: () => ({ value: 0 }) },
};
