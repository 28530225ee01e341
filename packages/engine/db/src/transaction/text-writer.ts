import { type TextDelta, TextValue } from '@statehouse/ot';
import { dbError } from '../errors.ts';
import { describeType } from '../json-value.ts';
import type { OperationBuilder } from './operation-builder.ts';

/** Edits one text inside a transaction. Positions are UTF-16 units in the text as the transaction has left it. */
export class TextWriter {
  readonly #builder: OperationBuilder;
  readonly #table: string;
  readonly #id: string;
  readonly #field: string;

  constructor(builder: OperationBuilder, table: string, id: string, field: string) {
    this.#builder = builder;
    this.#table = table;
    this.#id = id;
    this.#field = field;
  }

  get length(): number {
    return this.#value().length;
  }

  toString(): string {
    return this.#value().toString();
  }

  /**
   * Removes `deleteCount` units at `position` and puts `insert` there.
   * @throws StatehouseError `db/out-of-range` · `db/splits-surrogate` · `db/wrong-type` · `db/unknown-id`
   */
  splice(position: number, deleteCount: number, insert: string): void {
    const value = this.#value();
    this.#checkRange(value, position, deleteCount);
    if (typeof insert !== 'string' || !insert.isWellFormed()) {
      const expected = 'a string without lone surrogates';
      throw dbError('wrong-type', {
        table: this.#table,
        field: this.#field,
        expected,
        got: describeType(insert),
      });
    }
    if (deleteCount === 0 && insert === '') return;
    const delta: (number | string)[] = [];
    if (position > 0) delta.push(position);
    if (insert !== '') delta.push(insert);
    if (deleteCount > 0) delta.push(-deleteCount);
    this.#change(value, delta);
  }

  insert(position: number, text: string): void {
    this.splice(position, 0, text);
  }

  delete(position: number, count: number): void {
    this.splice(position, count, '');
  }

  /** Puts text at the end. */
  append(text: string): void {
    this.splice(this.length, 0, text);
  }

  /** Makes this the whole text, by the one splice that leaves the common beginning and end alone. */
  replace(text: string): void {
    const { position, deleteCount, insert } = differenceOf(this.toString(), text);
    this.splice(position, deleteCount, insert);
  }

  #change(value: TextValue, delta: TextDelta): void {
    const { incarnation } = value;
    this.#builder.change(this.#table, this.#id, this.#field, { kind: 'text', incarnation, delta });
  }

  #value(): TextValue {
    const value = this.#builder.existing(this.#table, this.#id)[this.#field];
    if (value instanceof TextValue) return value;
    if (value === undefined) throw dbError('unknown-field', { table: this.#table, field: this.#field });
    throw dbError('ill-formed', { table: this.#table, problem: `${this.#field} is not a text` });
  }

  #checkRange(value: TextValue, position: number, count: number): void {
    const { length } = value;
    const fits = Number.isInteger(position) && Number.isInteger(count) && position >= 0 && count >= 0;
    if (!fits || position + count > length) {
      const where = { table: this.#table, field: this.#field };
      throw dbError('out-of-range', { ...where, position: Number(position), count: Number(count), length });
    }
    for (const end of count === 0 ? [position] : [position, position + count]) {
      if (end > 0 && isLowSurrogate(value.content.charCodeAt(end))) {
        throw dbError('splits-surrogate', { table: this.#table, field: this.#field, position: end });
      }
    }
  }
}

/** In a well-formed text a low surrogate always follows its high one. */
function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** The one splice that makes `after` of `before`, and splits no pair. */
export function differenceOf(
  before: string,
  after: string,
): { readonly position: number; readonly deleteCount: number; readonly insert: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start -= 1;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end -= 1;
  return {
    position: start,
    deleteCount: before.length - start - end,
    insert: after.slice(start, after.length - end),
  };
}
