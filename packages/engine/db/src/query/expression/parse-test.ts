import type { KeyPart } from '@statehouse/collections';
import { isArray } from '@statehouse/kernel';
import { dbError } from '../../errors.ts';
import type { FieldSpec } from '../../field.ts';
import { checkFieldValue, wrongType } from '../../field-value.ts';
import { isKeyPart } from '../../indexes/row-key.ts';
import { describeType } from '../../json-value.ts';
import type { Schema } from '../../schema.ts';
import type { FieldTest } from './condition.ts';
import { comparableIn, fieldIn } from './queried-field.ts';

interface Asked {
  readonly schema: Schema;
  readonly table: string;
  readonly field: string;
}

/**
 * Makes the test of a field of what was asked for.
 * @throws StatehouseError `db/unknown-table` · `db/unknown-field` · `db/wrong-type` for an operand that the field
 * cannot hold · `db/invalid-query` for an operator that it does not have
 */
export function parseFieldTest(
  schema: Schema,
  table: string,
  field: string,
  operator: string,
  operand: unknown,
): FieldTest {
  const asked = { schema, table, field };
  switch (operator) {
    case '=':
    case '!=':
      return { kind: 'field', field, operator, operand: equalOperand(asked, operand) };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'field', field, operator, operand: bound(asked, operand) };
    case 'in':
      return { kind: 'field', field, operator, operand: listOperand(asked, operand) };
    case 'between': {
      const [from, to] = isArray(operand) && operand.length === 2 ? operand : [];
      return { kind: 'field', field, operator, operand: [bound(asked, from), bound(asked, to)] };
    }
    case 'startsWith':
    case 'has':
    case 'matches':
      return { kind: 'field', field, operator, operand: textOperand(asked, operator, operand) };
    default:
      throw dbError('invalid-query', { table, at: field, problem: `there is no operator ${operator}` });
  }
}

function comparable({ schema, table, field }: Asked): FieldSpec {
  return comparableIn(schema, table, field);
}

/** JSON, lists and texts have no equality here, but may be asked whether they are null. */
function equalOperand(asked: Asked, operand: unknown): KeyPart {
  const spec = fieldIn(asked.schema, asked.table, asked.field);
  if (operand === null && spec.type === 'json') return null;
  return checked(asked, comparable(asked), operand);
}

function bound(asked: Asked, operand: unknown): KeyPart {
  return checked(asked, { ...comparable(asked), nullable: false }, operand);
}

function listOperand(asked: Asked, operand: unknown): readonly KeyPart[] {
  const spec = comparable(asked);
  if (!isArray(operand)) throw wrongType({ ...asked, spec }, describeType(operand));
  return operand.map((one) => checked(asked, spec, one));
}

function checked(asked: Asked, spec: FieldSpec, operand: unknown): KeyPart {
  const { validator: _, ...bare } = spec;
  const check = { table: asked.table, field: asked.field, spec: bare };
  checkFieldValue(check, operand);
  if (!isKeyPart(operand)) throw wrongType(check, describeType(operand));
  return operand;
}

const TAKERS: Readonly<Record<'startsWith' | 'has' | 'matches', readonly FieldSpec['type'][]>> = {
  startsWith: ['string', 'enumeration', 'ref'],
  has: ['set', 'refs'],
  matches: ['string', 'text'],
};

function textOperand(
  { schema, table, field }: Asked,
  operator: 'startsWith' | 'has' | 'matches',
  operand: unknown,
): string {
  const spec = fieldIn(schema, table, field);
  if (!TAKERS[operator].includes(spec.type)) {
    const problem = `a field of type ${spec.type} has no operator ${operator}`;
    throw dbError('invalid-query', { table, at: field, problem });
  }
  const asText: FieldSpec = { type: 'string', nullable: false };
  checkFieldValue({ table, field, spec: asText }, operand);
  return String(operand);
}
