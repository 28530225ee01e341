import type { KeyPart } from '@statehouse/collections';
import { isArray } from '@statehouse/kernel';
import type { Row } from '@statehouse/ot';
import { wordsIn } from '../../indexes/words.ts';
import type { FieldTest } from '../expression/condition.ts';

/** Judges a row by its own fields. */
export type FieldPredicate = (row: Row) => boolean;

/** Compiles the test of a field. */
export function fieldPredicate(test: FieldTest): FieldPredicate {
  const { field } = test;
  switch (test.operator) {
    case '=': {
      const { operand } = test;
      return (row) => row[field] === operand;
    }
    case '!=': {
      const { operand } = test;
      return (row) => row[field] !== operand;
    }
    case 'in': {
      const members = new Set<unknown>(test.operand);
      return (row) => members.has(row[field]);
    }
    case 'between':
      return betweenPredicate(field, ...test.operand);
    case 'startsWith': {
      const { operand } = test;
      return (row) => {
        const value = row[field];
        return typeof value === 'string' && value.startsWith(operand);
      };
    }
    case 'has': {
      const { operand } = test;
      return (row) => {
        const value = row[field];
        return isArray(value) && value.includes(operand);
      };
    }
    case 'matches': {
      const asked = wordsIn(test.operand);
      return (row) => {
        const words = wordsIn(String(row[field] ?? ''));
        return asked.every((beginning) => words.some((word) => word.startsWith(beginning)));
      };
    }
    default:
      return orderingPredicate(field, test.operator, test.operand);
  }
}

/** Null and values of another kind than the operand's stand outside of every order. */
function orderingPredicate(
  field: string,
  operator: '<' | '<=' | '>' | '>=',
  operand: KeyPart,
): FieldPredicate {
  const kind = typeof operand;
  const isBelow = operator.startsWith('<');
  const orEqual = operator.endsWith('=');
  return (row) => {
    const value = row[field];
    if (value === operand) return orEqual;
    if (typeof value !== kind || value === null || value === undefined || operand === null) return false;
    return value < operand === isBelow;
  };
}

function betweenPredicate(field: string, from: KeyPart, to: KeyPart): FieldPredicate {
  const atLeast = orderingPredicate(field, '>=', from);
  const atMost = orderingPredicate(field, '<=', to);
  return (row) => atLeast(row) && atMost(row);
}
