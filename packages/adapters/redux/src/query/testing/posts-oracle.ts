import { jsonEquals } from '@statehouse/kernel';
import { type Ask, type ListArg, PAGE_SIZE, type Post } from './posts-api.ts';

/** A cached query. */
export type Key =
  | { query: 'getPosts'; arg: ListArg }
  | { query: 'getPost'; arg: string }
  | { query: 'getFeed'; arg: string };

export type MutationAsk = Extract<Ask, { kind: 'renamePost' | 'starPost' | 'addPost' | 'removePost' }>;

interface Feed {
  pages: Post[][];
  pageParams: number[];
}

/** What an entry holds: posts, one post, or pages of them. */
export type Data = Post[] | Post | null | Feed;

interface Waiting {
  requestId: string;
  startedAt: number;
}

interface Entry {
  key: Key;
  base?: Data;
  askedAt: number;
  waiting?: Waiting | undefined;
  /** What RTK Query calls pending: it then sends no other request. */
  isPending: boolean;
}

interface OracleLayer {
  requestId: string;
  ask: MutationAsk;
  answeredAt?: number;
  result?: unknown;
}

const isFeed = (data: Data): data is Feed => data !== null && 'pages' in data;

function isPost(value: unknown): value is Post {
  return typeof value === 'object' && value !== null && 'id' in value;
}

/** The posts of a list after a mutation, made anew. */
function listAfter(
  posts: Post[],
  { ask, requestId, answeredAt, result }: OracleLayer,
  key: Key,
  page: number,
): Post[] {
  const arg = key.query === 'getPosts' ? key.arg : { only: 'all', page };
  switch (ask.kind) {
    case 'renamePost':
      return posts.map((post) => (post.id === ask.arg.id ? { ...post, title: ask.arg.title } : post));
    case 'starPost':
      return posts
        .filter(({ id }) => id !== ask.arg.id || arg.only === 'all' || ask.arg.starred)
        .map((post) => (post.id === ask.arg.id ? { ...post, starred: ask.arg.starred } : post));
    case 'removePost':
      return posts.filter(({ id }) => id !== ask.arg.id);
    case 'addPost': {
      const temporary = { id: requestId, title: ask.arg.title, starred: false };
      const post = answeredAt !== undefined && isPost(result) ? result : temporary;
      const isHere = arg.only === 'all' && arg.page === 0 && posts.every(({ id }) => id !== post.id);
      return isHere ? [post, ...posts] : posts;
    }
  }
}

function postAfter(post: Post | null, { ask }: OracleLayer): Post | null {
  if (post === null || ask.kind === 'addPost' || ask.arg.id !== post.id) return post;
  if (ask.kind === 'removePost') return null;
  return { ...post, ...ask.arg };
}

function after(data: Data, layer: OracleLayer, key: Key): Data {
  if (data === null) return null;
  if (isFeed(data)) {
    return { ...data, pages: data.pages.map((posts, at) => listAfter(posts, layer, key, at)) };
  }
  return Array.isArray(data) ? listAfter(data, layer, key, 0) : postAfter(data, layer);
}

/**
 * What has to be shown, worked out naively: all of it made anew whenever somebody looks. It knows the rules and nothing of how
 * they are kept.
 */
export class PostsOracle {
  readonly entries: Entry[];
  layers: OracleLayer[] = [];
  #now = 0;

  constructor(keys: readonly Key[]) {
    this.entries = keys.map((key) => ({ key, askedAt: 0, isPending: false }));
  }

  entry(key: Key): Entry {
    const found = this.entries.find((one) => one.key === key);
    if (found === undefined) throw new Error('No such entry');
    return found;
  }

  /** Whether one page more of the feed can be asked for. */
  get hasNextPage(): boolean {
    const base = this.entries.find(({ key }) => key.query === 'getFeed')?.base;
    return (
      base !== undefined && base !== null && isFeed(base) && (base.pages.at(-1)?.length ?? 0) >= PAGE_SIZE
    );
  }

  startQuery(key: Key, requestId: string): void {
    this.#now += 1;
    Object.assign(this.entry(key), { waiting: { requestId, startedAt: this.#now }, isPending: true });
  }

  endQuery(key: Key, requestId: string, answer: Data | undefined, isNextPage: boolean): void {
    const entry = this.entry(key);
    if (entry.waiting?.requestId !== requestId) return;
    const { startedAt } = entry.waiting;
    Object.assign(entry, { waiting: undefined, isPending: false });
    if (
      answer !== undefined &&
      isNextPage &&
      entry.base != null &&
      isFeed(entry.base) &&
      answer !== null &&
      isFeed(answer)
    ) {
      const { pages, pageParams } = entry.base;
      entry.base = {
        pages: [...pages, ...answer.pages],
        pageParams: [...pageParams, ...answer.pageParams],
      };
    } else if (answer !== undefined) {
      entry.base = answer;
      entry.askedAt = startedAt;
    }
    this.#sink();
  }

  startMutation(ask: MutationAsk, requestId: string): void {
    this.layers.push({ requestId, ask });
  }

  answer(requestId: string, result: unknown): void {
    const layer = this.layers.find((one) => one.requestId === requestId);
    if (layer === undefined) return;
    this.#now += 1;
    Object.assign(layer, { answeredAt: this.#now, result });
    this.#sink();
  }

  fail(requestId: string): void {
    this.layers = this.layers.filter((one) => one.requestId !== requestId);
    this.#sink();
  }

  /** Something that the server says of its own accord. */
  stream(key: Key, update: (base: Data) => Data): void {
    const entry = this.entry(key);
    if (entry.base !== undefined) entry.base = update(entry.base);
  }

  upsert(key: Key, value: Data): void {
    Object.assign(this.entry(key), { base: value, isPending: false });
  }

  /** The page goes and comes back with what it had kept: entries that were waiting are not kept. */
  reload(): void {
    this.layers = this.layers.filter(({ answeredAt }) => answeredAt !== undefined);
    for (const entry of this.entries) {
      if (entry.isPending) {
        delete entry.base;
        entry.askedAt = 0;
      }
      Object.assign(entry, { waiting: undefined, isPending: false });
    }
    this.#sink();
  }

  shown(key: Key): Data | undefined {
    const { base, askedAt } = this.entry(key);
    if (base === undefined) return undefined;
    return this.#over(base, this.layers, askedAt, key);
  }

  /** What the base has not, and above that what it has and bears out. */
  #over(base: Data, layers: readonly OracleLayer[], askedAt: number, key: Key): Data {
    let data = base;
    let isChanged = false;
    for (const layer of layers) {
      const isKnown = layer.answeredAt !== undefined && askedAt >= layer.answeredAt;
      if (isKnown && (!isChanged || !jsonEquals(after(base, layer, key), base))) continue;
      if (layer.ask.kind === 'addPost' && key.query === 'getPost') continue;
      data = after(data, layer, key);
      isChanged = true;
    }
    return data;
  }

  /** Answered layers become part of the base from the lowest up, while nothing asked for earlier can come. */
  #sink(): void {
    for (;;) {
      const [lowest] = this.layers;
      const answeredAt = lowest?.answeredAt;
      if (lowest === undefined || answeredAt === undefined) return;
      const isAwaited = this.entries
        .filter(({ key }) => lowest.ask.kind !== 'addPost' || key.query !== 'getPost')
        .some(({ waiting }) => waiting !== undefined && waiting.startedAt < answeredAt);
      if (isAwaited) return;
      for (const entry of this.entries) {
        if (entry.base === undefined || entry.askedAt >= answeredAt) continue;
        const { askedAt } = entry;
        const known = this.layers.filter((one) => one.answeredAt !== undefined && askedAt >= one.answeredAt);
        entry.base = this.#over(entry.base, [lowest, ...known], askedAt, entry.key);
      }
      this.layers.shift();
    }
  }
}
