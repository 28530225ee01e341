import { isJsonObject, jsonEquals } from '@statehouse/kernel';

interface Pages {
  readonly pages: readonly unknown[];
  readonly pageParams: readonly unknown[];
}

function isPages(value: unknown): value is Pages {
  return isJsonObject(value) && Array.isArray(value.pages) && Array.isArray(value.pageParams);
}

/** The pages that the server has given, by the pages that are shown of them. */
const basePages = new WeakMap<readonly unknown[], Pages>();

/** Remembers what pages are shown of which. Answers with what is to be shown: a list of pages stands for one base only. */
export function notePages(shown: unknown, base: unknown): unknown {
  if (!isPages(shown) || !isPages(base) || basePages.get(shown.pages) === base) return shown;
  const own = listedAnew(shown);
  basePages.set(own.pages, base);
  return own;
}

/** Pages that are what the server has given. If they were shown of others before, they are listed anew. */
export function plainPages(data: unknown): unknown {
  return isPages(data) && basePages.has(data.pages) ? listedAnew(data) : data;
}

function listedAnew(data: Pages): Pages {
  return Object.freeze({ ...data, pages: Object.freeze([...data.pages]) });
}

type GetPageParam = (page: unknown, pages: readonly unknown[], param: unknown, ...rest: unknown[]) => unknown;

const isGetPageParam = (value: unknown): value is GetPageParam => typeof value === 'function';

/** Options of infinite queries that ask by what the server has given. */
const rebased = new WeakSet<object>();

/**
 * Makes the options of an infinite query find the next page by what the server has given, not by what is shown: a cursor is to
 * be no temporary id, and a page no shorter because a row of it is being deleted. Changes them in place: RTK Query has them already.
 */
export function rebasePageParams(definition: unknown): void {
  const options = isJsonObject(definition) ? definition.infiniteQueryOptions : undefined;
  if (!isJsonObject(options) || rebased.has(options) || Object.isFrozen(options)) return;
  rebased.add(options);
  const { getNextPageParam, getPreviousPageParam } = options;
  Object.assign(options, {
    ...(isGetPageParam(getNextPageParam) ? { getNextPageParam: askBase(getNextPageParam, -1) } : {}),
    ...(isGetPageParam(getPreviousPageParam)
      ? { getPreviousPageParam: askBase(getPreviousPageParam, 0) }
      : {}),
  });
}

function askBase(getPageParam: GetPageParam, at: number): GetPageParam {
  return (page, pages, param, ...rest) => {
    const base = basePages.get(pages);
    return base === undefined
      ? getPageParam(page, pages, param, ...rest)
      : getPageParam(base.pages.at(at), base.pages, param, ...rest);
  };
}

/**
 * The answer to “one page more”, over the pages that the server has given. RTK Query hands back the pages that were shown when
 * it asked, with what lay over them then; those that the base has are taken from there. A page is known by its parameter. O(pages²).
 */
export function rebasePages(answer: unknown, base: unknown): unknown {
  if (!isPages(answer) || !isPages(base)) return answer;
  const pages = answer.pageParams.map((param, at) => {
    const known = base.pageParams.findIndex((own) => jsonEquals(own, param));
    return known === -1 ? answer.pages[at] : base.pages[known];
  });
  return { ...answer, pages };
}
