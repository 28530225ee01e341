import { isArray, isJsonObject, type Json } from '@statehouse/kernel';
import { dateOf } from './dates.ts';
import { ERROR, MAP, readMark, SET, UNDEFINED } from './marks.ts';

/**
 * The values that a projection stands for: maps, sets, dates, errors. Pseudonyms stay texts, and what was of a class is
 * a plain object.
 */
export function revive(json: Json): unknown {
  if (typeof json === 'string') return reviveText(json);
  if (typeof json !== 'object' || json === null) return json;
  if (isArray(json)) return json.map(revive);
  const [key, ...others] = Object.keys(json);
  const special = key !== undefined && others.length === 0 ? reviveSpecial(key, json[key]) : undefined;
  if (special !== undefined) return special;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, revive(value)]));
}

function reviveSpecial(key: string, inner: Json | undefined): object | undefined {
  if (key === SET && isArray(inner)) return new Set(inner.map(revive));
  if (key === MAP && isPairs(inner)) {
    return new Map(inner.map(([name, value]) => [revive(name), revive(value)] as const));
  }
  if (key !== ERROR || !isJsonObject(inner)) return undefined;
  const { message, ...fields } = inner;
  const error = new Error(typeof message === 'string' ? message : '');
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(error, name, {
      value: revive(value),
      enumerable: name !== 'cause',
      writable: true,
    });
  }
  return error;
}

function reviveText(text: string): unknown {
  if (text === UNDEFINED) return undefined;
  const mark = readMark(text);
  if (mark?.kind === 'number') return Number(mark.text);
  if (mark?.kind === 'bigint' && /^-?\d+$/.test(mark.text)) return BigInt(mark.text);
  return mark?.kind === 'date' ? (dateOf(mark.text) ?? text) : text;
}

/** Whether it is what stands below the key of a map. */
export function isPairs(json: Json | undefined): json is readonly (readonly [Json, Json])[] {
  return isArray(json) && json.every((pair) => isArray(pair) && pair.length === 2);
}
