import { isStatehouseError } from '@statehouse/kernel';
import { expect, test } from 'vitest';
import { boolean, counter, enumeration, json, number, ref, refs, set, string, text } from './field.ts';
import { defineSchema, describeSchema } from './schema.ts';
import { type Fields, type TableDefinitions, table } from './table-definition.ts';
import { sampleSchema } from './testing/sample-schema.ts';

function problemOf(tables: TableDefinitions, version = 1): string {
  try {
    defineSchema({ version, tables });
  } catch (error) {
    if (isStatehouseError(error, 'db/invalid-schema')) return error.message;
    throw error;
  }
  return 'none';
}

function problemOfFields(fields: Fields): string {
  return problemOf({ things: table(fields) });
}

test('a schema gives each table the shape that the algebra needs', () => {
  expect(sampleSchema.shape('items')).toMatchObject({
    name: 'items',
    fieldKinds: {
      list: 'ref',
      note: 'text',
      votes: 'counter',
      tags: 'set',
      meta: 'json',
      assignees: 'refs',
      done: 'value',
    },
    defaults: { title: '', done: false, votes: 0, tags: [], meta: null, assignees: [], blockedBy: null },
    order: 'tree',
    parentRule: 'cascade',
  });
  expect(sampleSchema.shape('items')?.defaults).not.toHaveProperty('note');
  expect(sampleSchema.shape('people')?.uniques).toEqual([{ name: 'email', fields: ['email'] }]);
  expect(sampleSchema.shape('lists')?.references).toEqual([
    { field: 'owner', target: 'people', onDelete: 'nullify', nullable: true, many: false },
  ]);
  expect(sampleSchema.shape('nothing')).toBeUndefined();
});

test('equal schemas have equal descriptions, whatever the order of their declaration', () => {
  const one = defineSchema({
    version: 1,
    tables: { a: table({ x: string(), y: number() }), b: table({ z: text() }) },
  });
  const other = defineSchema({
    version: 1,
    tables: { b: table({ z: text() }), a: table({ y: number(), x: string() }) },
  });
  expect(JSON.stringify(describeSchema(one))).toBe(JSON.stringify(describeSchema(other)));
  expect(describeSchema(sampleSchema)).toMatchObject({
    version: 1,
    tables: {
      people: {
        unique: [['email']],
        order: 'none',
        fields: { boss: { target: 'people', onDelete: 'restrict' } },
      },
      lists: { order: 'list', fields: { color: { values: ['red', 'blue'], nullable: true } } },
      items: { order: { tree: 'cascade' }, fields: { done: { default: false } } },
    },
  });
});

test('a version must be an integer from 1 on', () => {
  expect(problemOf({}, 0)).toContain('version');
  expect(problemOf({}, 1.5)).toContain('version');
});

test('names that collide with what rows and objects have are refused', () => {
  for (const name of ['id', 'parent', 'position', 'constructor', 'prototype', 'toString']) {
    expect(problemOfFields({ [name]: string() }), name).toContain('reserved');
    if (!['id', 'parent', 'position'].includes(name)) {
      expect(problemOf({ [name]: table({}) }), name).toContain('reserved');
    }
  }
  expect(problemOfFields(JSON.parse('{"__proto__": {"spec": {"type": "text"}}}'))).toContain('reserved');
  expect(problemOfFields({ 'no spaces': string() })).toContain('field name');
  expect(problemOf(Object.fromEntries([['then', table({})]]))).toContain('reserved');
  expect(problemOf({ '9': table({}) })).toContain('table name');
});

test('a reference must lead to a table, and be nullable where deletion nullifies it', () => {
  expect(problemOfFields({ x: ref('nowhere', { onDelete: 'cascade' }) })).toContain('nowhere');
  expect(problemOfFields({ x: refs('nowhere', { onDelete: 'cascade' }) })).toContain('nowhere');
  expect(problemOfFields({ x: ref('things', { onDelete: 'nullify' }) })).toBe('none');
  expect(
    problemOfFields({
      x: { spec: { type: 'ref', nullable: false, reference: { target: 'things', onDelete: 'nullify' } } },
    }),
  ).toContain('nullable');
});

test('a default must fit its field', () => {
  expect(problemOfFields({ x: number().default(Number.NaN) })).toContain('not finite');
  expect(problemOfFields({ x: counter().default(1.5) })).toContain('safe integer');
  expect(problemOfFields({ x: counter().default(3) })).toBe('none');
  expect(problemOfFields({ x: json().default({ constructor: 1 }) })).toContain('reserved');
});

test('an enumeration needs distinct values', () => {
  expect(problemOfFields({ x: enumeration([]) })).toContain('at least one');
  expect(problemOfFields({ x: enumeration(['a', 'a']) })).toContain('twice');
});

test('a unique key is made of comparable fields, one of which can be emptied', () => {
  const keyed = (fields: Fields, unique: string[][]) => problemOf({ things: table(fields, { unique }) });
  expect(keyed({ x: string() }, [['x']])).toContain('nullable');
  expect(keyed({ x: string().nullable().default('a') }, [['x']])).toContain('nullable');
  expect(keyed({ x: string().nullable(), y: boolean() }, [['x', 'y']])).toBe('none');
  expect(keyed({ x: string().nullable() }, [['x'], ['x']])).toContain('declared twice');
  expect(keyed({ x: string().nullable() }, [['x', 'x']])).toContain('field twice');
  expect(keyed({ x: string().nullable() }, [[]])).toContain('no field');
  expect(keyed({ x: string().nullable() }, [['y']])).toContain('no field y');
  expect(keyed({ x: text() }, [['x']])).toContain('cannot be part');
  expect(keyed({ x: set() }, [['x']])).toContain('cannot be part');
});
