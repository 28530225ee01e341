import type { JsonObject } from '@statehouse/kernel';
import { isArray } from '@statehouse/kernel';
import {
  MAX_NOTE_LENGTH,
  MAX_TAGS,
  MAX_TITLE_LENGTH,
  POST_SORTS,
  POST_STATES,
  type PostChanges,
  type PostFilter,
  TAG_PATTERN,
} from '../../../src/rooms/admin/wire/post.ts';
import { USER_SORTS, type UserFilter } from '../../../src/rooms/admin/wire/user.ts';
import { officeError } from '../errors.ts';

const MAX_SEARCH_LENGTH = 100;
const MAX_PAGE = 100_000;

/** @throws admin/bad-request */
export function postFilterFrom(search: URLSearchParams): PostFilter {
  return {
    state: wordFrom(search, 'state', [...POST_STATES, 'any'], 'any'),
    tag: textFrom(search, 'tag'),
    search: textFrom(search, 'search'),
    sort: wordFrom(search, 'sort', POST_SORTS, 'newest'),
    page: pageFrom(search),
  };
}

/** @throws admin/bad-request */
export function userFilterFrom(search: URLSearchParams): UserFilter {
  return {
    search: textFrom(search, 'search'),
    isSuspendedOnly: wordFrom(search, 'suspended', ['true', 'false'], 'false') === 'true',
    sort: wordFrom(search, 'sort', USER_SORTS, 'posts'),
    page: pageFrom(search),
  };
}

/** @throws admin/bad-request */
export function postChangesFrom(body: JsonObject): PostChanges {
  const { title, tags, state, isLocked } = body;
  return {
    ...(title === undefined ? {} : { title: lineFrom(title, 'title', MAX_TITLE_LENGTH) }),
    ...(tags === undefined ? {} : { tags: tagsFrom(tags) }),
    ...(state === undefined ? {} : { state: oneOf(state, 'state', POST_STATES) }),
    ...(isLocked === undefined ? {} : { isLocked: flagFrom(isLocked, 'isLocked') }),
  };
}

/** @throws admin/bad-request */
export function noteTextFrom({ text }: JsonObject): string {
  return lineFrom(text, 'text', MAX_NOTE_LENGTH);
}

/** @throws admin/bad-request */
export function flagFrom(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean') throw bad(`${name} must be true or false`);
  return value;
}

/** @throws admin/bad-request */
export function textIn(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value.length > MAX_SEARCH_LENGTH)
    throw bad(`${name} must be a short text`);
  return value;
}

function lineFrom(value: unknown, name: string, most: number): string {
  const line = typeof value === 'string' ? value.trim() : '';
  if (line === '' || line.length > most || !line.isWellFormed())
    throw bad(`${name} must be a text of 1 to ${most} characters`);
  return line;
}

function tagsFrom(value: unknown): readonly string[] {
  const tags = isArray(value) ? value : undefined;
  const isTag = (tag: unknown): tag is string => typeof tag === 'string' && TAG_PATTERN.test(tag);
  if (tags === undefined || tags.length > MAX_TAGS || !tags.every(isTag))
    throw bad(`tags must be a list of up to ${MAX_TAGS} words`);
  return [...new Set(tags)];
}

function textFrom(search: URLSearchParams, name: string): string {
  const text = search.get(name)?.trim() ?? '';
  if (text.length > MAX_SEARCH_LENGTH) throw bad(`${name} is longer than ${MAX_SEARCH_LENGTH} characters`);
  return text;
}

function wordFrom<const Word extends string>(
  search: URLSearchParams,
  name: string,
  words: readonly Word[],
  otherwise: Word,
): Word {
  return oneOf(search.get(name) ?? otherwise, name, words);
}

function oneOf<const Word extends string>(value: unknown, name: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === value);
  if (word === undefined) throw bad(`${name} must be one of ${words.join(', ')}`);
  return word;
}

function pageFrom(search: URLSearchParams): number {
  const page = Number(search.get('page') ?? 0);
  if (!Number.isInteger(page) || page < 0 || page > MAX_PAGE) throw bad('page must be a whole number from 0');
  return page;
}

function bad(problem: string) {
  return officeError('bad-request', { problem });
}
