import { assert, jsonEquals, type Random } from '@statehouse/kernel';
import { drawInt, drawOne } from '@statehouse/kernel/testing';
import { expect } from 'vitest';
import type { HeldRequest } from './held-requests.ts';
import { PAGE_SIZE, type Post } from './posts-api.ts';
import { type Data, type Key, type MutationAsk, PostsOracle } from './posts-oracle.ts';
import { createPostsPage } from './posts-page.ts';
import { PostsServer } from './posts-server.ts';

/** A request between the page and the server. */
interface Flight {
  readonly held: HeldRequest;
  readonly requestId: string;
  /** What the server has said, on its way. */
  said?: { readonly data: unknown } | 'no';
}
interface QueryFlight extends Flight {
  readonly key: Key;
  readonly isNextPage: boolean;
  /** What came before in the same answer, and how many pages it is to have. */
  readonly pages: readonly Post[][];
  readonly pageCount: number;
}
interface MutationFlight extends Flight {
  readonly ask: MutationAsk;
  /** Where a new title stands among those that the post has had. */
  place?: number;
}

const isQuery = (flight: QueryFlight | MutationFlight): flight is QueryFlight => 'key' in flight;

/** Lets all promises go on that can. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function isPosts(value: unknown): value is Post[] {
  return Array.isArray(value);
}

function isPost(value: unknown): value is Post {
  return typeof value === 'object' && value !== null && 'title' in value;
}

const numberOf = (title: string) => Number(title.split(' ')[1]);

function postsIn(data: Data | undefined): readonly Post[] {
  if (data === undefined || data === null) return [];
  if ('pages' in data) return data.pages.flat();
  return isPosts(data) ? data : [data];
}

/**
 * A random history of one page on one server, where other people work too. After each step the page shows what the oracle says, and
 * nothing that an own mutation had done away with.
 */
export class PostsHistory {
  readonly #random: Random;
  readonly #server = new PostsServer();
  readonly #feed: Key = { query: 'getFeed', arg: 'home' };
  readonly #keys: readonly Key[] = [
    { query: 'getPosts', arg: { only: 'all', page: 0 } },
    { query: 'getPosts', arg: { only: 'all', page: 1 } },
    { query: 'getPosts', arg: { only: 'starred', page: 0 } },
    { query: 'getPost', arg: 'p0' },
    { query: 'getPost', arg: 'p1' },
    this.#feed,
  ];
  readonly #oracle = new PostsOracle(this.#keys);
  readonly #flights = new Set<QueryFlight | MutationFlight>();
  #page = createPostsPage();
  #titles = 0;
  /** Ids that a person can know. */
  readonly #ids = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
  /** Of each post, the last own title that the server has confirmed, and its place among all that the post has had. */
  readonly #floors = new Map<string, { readonly place: number; readonly title: string }>();
  readonly #removed = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  async step(): Promise<void> {
    const chance = drawInt(this.#random, 100);
    if (chance < 25) this.#mutate();
    else if (chance < 38) this.#fetch(drawOne(this.#random, this.#keys), false);
    else if (chance < 45) this.#fetch(this.#feed, true);
    else if (chance < 65) this.#process();
    else if (chance < 85) await this.#deliver();
    else if (chance < 93) this.#othersWork();
    else if (chance < 98) await this.#upsert();
    else await this.#reload();
    this.#check();
  }

  /** Lets everything come to an end, asks once more, and finds what the server has. */
  async end(): Promise<void> {
    await this.#drain(drawInt(this.#random, 2) === 0);
    for (const key of this.#keys) this.#fetch(key, false);
    await this.#drain(true);
    for (const key of this.#keys) expect(this.#page.shown(key)).toEqual(this.#truth(key));
    const { api } = this.#page.store.getState();
    expect(api).not.toHaveProperty('optimistic');
    for (const entry of Object.values(api.queries)) expect(entry).not.toHaveProperty('base');
  }

  async #drain(isWilling: boolean): Promise<void> {
    while (this.#flights.size > 0) {
      this.#process(isWilling);
      await this.#deliver();
      this.#check();
    }
  }

  #truth(key: Key): unknown {
    if (key.query === 'getPosts') return this.#server.list(key.arg);
    if (key.query === 'getPost') return this.#server.process({ kind: 'getPost', arg: key.arg });
    const count = Math.max(1, this.#feedPages().length);
    const pageParams = Array.from({ length: count }, (_, page) => page);
    return { pageParams, pages: pageParams.map((page) => this.#server.list({ only: 'all', page })) };
  }

  #feedPages(): readonly Post[][] {
    const { base } = this.#oracle.entry(this.#feed);
    return base !== undefined && base !== null && 'pages' in base ? base.pages : [];
  }

  #drawAsk(): MutationAsk {
    const id = drawOne(this.#random, this.#ids);
    const title = `own ${++this.#titles}`;
    return drawOne<MutationAsk>(this.#random, [
      { kind: 'renamePost', arg: { id, title } },
      { kind: 'renamePost', arg: { id, title } },
      { kind: 'starPost', arg: { id, starred: drawInt(this.#random, 2) === 0 } },
      { kind: 'addPost', arg: { title } },
      { kind: 'removePost', arg: { id } },
    ]);
  }

  #mutate(): void {
    const ask = this.#drawAsk();
    const { requestId } = this.#page.mutate(ask);
    this.#oracle.startMutation(ask, requestId);
    const held = this.#page.requests.waiting.at(-1);
    if (held !== undefined) this.#flights.add({ held, requestId, ask });
  }

  #fetch(key: Key, isNextPage: boolean): void {
    const isMore = isNextPage && this.#feedPages().length > 0;
    const isSent = !this.#oracle.entry(key).isPending && (!isMore || this.#oracle.hasNextPage);
    const before = this.#page.requests.waiting.length;
    const { requestId } = this.#page.fetch(key, isMore);
    expect(this.#page.requests.waiting.length - before).toBe(isSent ? 1 : 0);
    const held = this.#page.requests.waiting.at(-1);
    if (!isSent || held === undefined) return;
    this.#oracle.startQuery(key, requestId);
    const pageCount = key.query === 'getFeed' && !isMore ? this.#feedPages().length : 1;
    this.#flights.add({ held, requestId, key, isNextPage: isMore, pages: [], pageCount });
  }

  /** The server takes up one of the requests, in any order. */
  #process(isWilling = drawInt(this.#random, 5) > 0): void {
    const open = [...this.#flights].filter(({ said }) => said === undefined);
    if (open.length === 0) return;
    const flight = drawOne(this.#random, open);
    const data = isWilling ? this.#server.process(flight.held.ask) : undefined;
    flight.said = data === undefined ? 'no' : { data };
    if (isQuery(flight) || flight.ask.kind !== 'renamePost' || data === undefined) return;
    flight.place = (this.#server.titles.get(flight.ask.arg.id)?.length ?? 0) - 1;
  }

  /** One of the server's answers arrives, in any order. */
  async #deliver(): Promise<void> {
    const answered = [...this.#flights].filter(({ said }) => said !== undefined);
    if (answered.length === 0) return;
    const flight = drawOne(this.#random, answered);
    this.#flights.delete(flight);
    if (flight.said === 'no') flight.held.refuse('no');
    else flight.held.answer(flight.said?.data);
    await settled();
    if (isQuery(flight)) this.#queryEnded(flight);
    else this.#mutationEnded(flight);
  }

  #queryEnded(flight: QueryFlight): void {
    const { key, requestId, said, isNextPage, pageCount, held } = flight;
    if (said === undefined || said === 'no') {
      this.#oracle.endQuery(key, requestId, undefined, isNextPage);
      return;
    }
    if (key.query !== 'getFeed' || !isPosts(said.data)) {
      const data = isPost(said.data) || isPosts(said.data) ? said.data : null;
      this.#oracle.endQuery(key, requestId, data, isNextPage);
      return;
    }
    const pages = [...flight.pages, said.data];
    if (pages.length < pageCount && said.data.length === PAGE_SIZE) {
      const next = this.#page.requests.waiting.at(-1);
      expect(next?.ask).toEqual({ kind: 'getFeed', page: pages.length });
      if (next !== undefined) {
        this.#flights.add({ held: next, requestId, key, isNextPage, pages, pageCount });
      }
      return;
    }
    const first = held.ask.kind === 'getFeed' ? held.ask.page - pages.length + 1 : 0;
    const pageParams = pages.map((_, at) => first + at);
    this.#oracle.endQuery(key, requestId, { pages, pageParams }, isNextPage);
  }

  #mutationEnded({ requestId, ask, said, place }: MutationFlight): void {
    if (said === undefined || said === 'no') {
      this.#oracle.fail(requestId);
      return;
    }
    this.#oracle.answer(requestId, said.data);
    if (ask.kind === 'renamePost' && place !== undefined) this.#raiseFloor(ask.arg, place);
    if (ask.kind === 'removePost') this.#removed.add(ask.arg.id);
    if (ask.kind === 'addPost' && isPost(said.data)) this.#ids.push(said.data.id);
  }

  /** Of two own titles the later one counts, in whatever order the server took them up: it is what the person wants. */
  #raiseFloor({ id, title }: { id: string; title: string }, place: number): void {
    const floor = this.#floors.get(id);
    if (floor === undefined || numberOf(title) > numberOf(floor.title))
      this.#floors.set(id, { place, title });
  }

  /** Other people change something, and the page hears of it by a stream, or does not. */
  #othersWork(): void {
    const { posts } = this.#server;
    const id = drawOne(this.#random, this.#ids);
    const title = `other ${++this.#titles}`;
    const isTold = drawInt(this.#random, 2) === 0;
    switch (drawInt(this.#random, 4)) {
      case 0:
        this.#server.posts = posts
          .map((post) => ({ post, at: this.#random.next() }))
          .sort((a, b) => a.at - b.at)
          .map(({ post }) => post);
        return;
      case 1:
        this.#server.add(title);
        return;
      case 2:
        this.#server.process({ kind: 'removePost', arg: { id } });
        if (isTold) this.#stream((list) => list.filter((post) => post.id !== id));
        return;
      default:
        if (this.#server.change(id, { title }) === undefined || !isTold) return;
        this.#stream((list) => list.map((post) => (post.id === id ? { ...post, title } : post)));
    }
  }

  #stream(update: (posts: Post[]) => Post[]): void {
    const { store, util } = this.#page;
    for (const key of this.#keys) {
      if (key.query === 'getPosts') {
        store.dispatch(util.updateBase('getPosts', key.arg, update));
        this.#oracle.stream(key, (base) => (isPosts(base) ? update(base) : base));
      } else if (key.query === 'getFeed') {
        const inPages = <Feed extends { pages: Post[][] }>(feed: Feed) => ({
          ...feed,
          pages: feed.pages.map(update),
        });
        store.dispatch(util.updateQueryData('getFeed', key.arg, inPages));
        this.#oracle.stream(key, (base) => (base !== null && 'pages' in base ? inPages(base) : base));
      }
    }
  }

  /** The page has come by a post in some other way. */
  async #upsert(): Promise<void> {
    const key = drawOne(this.#random, this.#keys.slice(3, 5));
    if (key.query !== 'getPost') return;
    const value = structuredClone(this.#server.posts.find(({ id }) => id === key.arg));
    if (value === undefined) return;
    const { store, util } = this.#page;
    if (drawInt(this.#random, 2) === 0) {
      store.dispatch(util.upsertQueryEntries([{ endpointName: 'getPost', arg: key.arg, value }]));
    } else {
      await store.dispatch(util.upsertQueryData('getPost', key.arg, value));
    }
    this.#oracle.upsert(key, value);
  }

  async #reload(): Promise<void> {
    const json = JSON.stringify(this.#page.store.getState());
    this.#page = createPostsPage({ json, isPreloaded: drawInt(this.#random, 2) === 0 });
    this.#flights.clear();
    this.#oracle.reload();
    await settled();
  }

  #check(): void {
    for (const key of this.#keys) {
      const shown = this.#page.shown(key);
      const expected = this.#oracle.shown(key);
      // What vitest's own comparison costs is most of a campaign: it is for saying what differs.
      if (!jsonEquals(shown, expected)) expect(shown).toEqual(expected);
      for (const post of postsIn(shown)) this.#checkPost(post);
    }
  }

  /** Without a rule in mind: what an own mutation was told to have done is not undone by anything older. */
  #checkPost({ id, title }: Post): void {
    const underWay = this.#oracle.layers.filter(({ answeredAt }) => answeredAt === undefined);
    const isOwnIntent = underWay.some(
      ({ ask, requestId }) =>
        (ask.kind === 'renamePost' && ask.arg.id === id && ask.arg.title === title) ||
        (ask.kind === 'addPost' && requestId === id),
    );
    assert(!this.#removed.has(id), () => `${id} is shown again`);
    if (isOwnIntent) return;
    const place = this.#server.titles.get(id)?.indexOf(title) ?? -1;
    const floor = this.#floors.get(id);
    const isLaterOwn =
      floor !== undefined && title.startsWith('own') && numberOf(title) > numberOf(floor.title);
    assert(place >= (isLaterOwn ? 0 : (floor?.place ?? 0)), () => `${id} is called ${title} again`);
  }
}
