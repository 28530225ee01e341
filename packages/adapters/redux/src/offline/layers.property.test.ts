import { cases, drawInt, drawOne, seededRandom } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abc, OfflineDevice, type Post } from './testing/offline-desk.ts';

type Page = Awaited<ReturnType<OfflineDevice['open']>>;

function isRename(body: unknown): body is { title: string } {
  return typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string';
}

/** One page after the other on one device, and a server on which nobody else works. */
class Renaming {
  readonly #random: ReturnType<typeof seededRandom>;
  readonly #device = new OfflineDevice();
  readonly #posts = new Map(abc().map(({ id, title }) => [id, title]));
  readonly #keys = new Set<string>();
  #page: Page | undefined;
  #isOnline = true;
  #titles = 0;
  /** That the server did what a closed page had asked for and this one has given up: nobody can tell it. */
  #hasSurprise = false;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  async step(): Promise<void> {
    const page = this.#page ?? (await this.#open());
    const chance = drawInt(this.#random, 100);
    const drawn = drawOne(this.#random, [...this.#posts.keys()]);
    if (chance < 35) void page.rename(drawn, this.#newTitle());
    else if (chance < 60) this.#answer();
    else if (chance < 70) await this.#turnConnectivity();
    else if (chance < 78) this.#reload();
    else if (chance < 84) this.#withEntry(page, (id) => void page.queue.remove(id));
    else if (chance < 92) {
      const arg: Post = { id: drawn, title: this.#newTitle() };
      this.#withEntry(page, (id) => void page.queue.edit(id, { arg }));
    } else if (chance < 96) void page.queue.retry();
    else this.#withEntry(page, (id) => void page.queue.retry(id));
    await this.#device.pass(drawOne(this.#random, [30, 30, 1_500]));
    await this.#answerQuestions();
    if (this.#hasSurprise) await this.#ask();
    this.#check();
  }

  end(): void {
    this.#page?.queue.stop();
  }

  #newTitle(): string {
    this.#titles += 1;
    return `t${this.#titles}`;
  }

  async #turnConnectivity(): Promise<void> {
    this.#isOnline = !this.#isOnline;
    await this.#device.turnConnectivity(this.#isOnline);
  }

  /** The page shows what the server has, with all that waits over it, in the order of the queue. */
  #check(): void {
    const page = this.#page;
    if (page === undefined) return;
    const shown = new Map(this.#posts);
    for (const { arg, state } of page.queue.getSnapshot().entries) {
      if (state !== 'refused' && isRename(arg) && 'id' in arg) shown.set(String(arg.id), arg.title);
    }
    expect(page.titles()).toEqual([...shown.values()]);
  }

  async #open(): Promise<Page> {
    const page = await this.#device.open({ heardWithinMs: 0, backoff: { initialMs: 500, maxMs: 2_000 } });
    this.#page = page;
    await this.#ask();
    return page;
  }

  async #ask(): Promise<void> {
    await this.#page?.load([...this.#posts].map(([id, title]) => ({ id, title })));
    this.#hasSurprise = false;
  }

  #reload(): void {
    this.#page?.close();
    this.#page = undefined;
  }

  /** The list is asked for whenever something may have changed it. */
  async #answerQuestions(): Promise<void> {
    for (const held of [...this.#device.server.waiting]) {
      if (held.request.method === 'GET')
        held.answer(
          200,
          [...this.#posts].map(([id, title]) => ({ id, title })),
        );
    }
    await this.#device.pass(20);
  }

  /** The server does what it is asked, or will not, or its answer is lost. */
  #answer(): void {
    for (const held of [...this.#device.server.waiting]) {
      if (held.request.method === 'GET') continue;
      const chance = drawInt(this.#random, 10);
      const id = new URL(held.request.url).pathname.slice('/posts/'.length);
      const key = held.request.headers.get('idempotency-key') ?? '';
      if (chance === 0) held.fail();
      else if (chance < 3 && !this.#keys.has(key)) held.answer(422);
      else if (isRename(held.body)) {
        if (!this.#keys.has(key)) this.#posts.set(id, held.body.title);
        this.#keys.add(key);
        if (!this.#isQueued(key)) this.#hasSurprise = true;
        if (chance === 3) held.fail();
        else held.answer(200, { id, title: held.body.title });
      }
    }
  }

  #isQueued(key: string): boolean {
    return this.#page?.queue.getSnapshot().entries.some((entry) => entry.idempotencyKey === key) === true;
  }

  #withEntry(page: Page, run: (id: string) => void): void {
    const { entries } = page.queue.getSnapshot();
    // What comes back before something that is on its way is done after it, and shows only then.
    const isUnderWay = entries.some(({ state }) => state === 'sending');
    const known = entries.filter(({ state }) => state !== 'refused' || !isUnderWay);
    if (known.length > 0) run(drawOne(this.#random, known).id);
  }
}

test('over every reload, refusal, edit and lost answer a page shows what the server has and what waits over it', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 25 }), async (seed, count) => {
      const renaming = new Renaming(seed);
      for (let step = 0; step < count; step += 1) await renaming.step();
      renaming.end();
    }),
    cases(60),
  );
});
