import { isArray, isJsonObject } from '@statehouse/kernel';

/** Narrows what came from outside. */
export type Guard<Value> = (value: unknown) => value is Value;

export const isText: Guard<string> = (value): value is string => typeof value === 'string';

export const isFlag: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';

export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value);

/** One of a closed set of words. */
export function isOneOf<const Word extends string>(words: readonly Word[]): Guard<Word> {
  return (value): value is Word => words.some((word) => word === value);
}

export function isListOf<Item>(isItem: Guard<Item>): Guard<readonly Item[]> {
  return (value): value is readonly Item[] => isArray(value) && value.every((item) => isItem(item));
}

/** An object with these members, and whatever else it has. */
export function isShape<Shape extends object>(
  members: {
    readonly [Key in keyof Shape]: Guard<Shape[Key]>;
  },
): Guard<Shape> {
  const keys = Object.keys(members) as (keyof Shape & string)[];
  return (value): value is Shape => isJsonObject(value) && keys.every((key) => members[key](value[key]));
}
