import { canonicalize } from '@statehouse/kernel';
import { cases } from '@statehouse/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SharedStore, shareStore } from './shared-store.ts';
import { type HouseTab, noWords, TabHouse, type WordChange, wordStore } from './tab-house.fixture.ts';

/** What a tab did, and what it had seen when it did it. */
interface Made extends WordChange {
  readonly seen: ReadonlySet<string>;
}

/** One tab with its store. */
class Page {
  readonly name: string;
  readonly made: Made[] = [];
  readonly #tab: HouseTab;
  readonly #store = wordStore();
  readonly #shared: SharedStore;
  #isReady = false;
  /** How many of its changes it has once said to be saved, by its status or by a flush. */
  saved = 0;

  constructor(house: TabHouse, name: string) {
    this.name = name;
    this.#tab = house.open();
    this.#shared = shareStore(this.#store, this.#tab.options);
    this.#shared.restored.then(
      () => {
        this.#isReady = true;
      },
      // A tab that died, or was refused: its status is looked at.
      () => {},
    );
  }

  get phase(): HouseTab['tab']['phase'] {
    return this.#tab.tab.phase;
  }

  get status(): SharedStore['status'] {
    return this.#shared.status;
  }

  get state() {
    return this.#store.getState();
  }

  /** Notes what it claims at this moment. */
  look(): void {
    if (this.phase === 'running' && this.status.isSaved) this.saved = this.made.length;
  }

  change(key: string): void {
    // What is changed before the tabs are heard of is overwritten, as it is by persistStore.
    if (this.phase !== 'running' || !this.#isReady) return;
    const id = `${this.name}.${this.made.length}`;
    this.made.push({ id, key, seen: new Set(Object.keys(this.state.log)) });
    this.#store.dispatch({ id, key });
  }

  flush(): void {
    if (this.phase !== 'running') return;
    const made = this.made.length;
    this.#shared.flush().then(
      () => {
        this.saved = Math.max(this.saved, made);
      },
      () => {},
    );
  }

  freeze(notice: boolean): void {
    this.#tab.tab.freeze({ notice });
  }

  thaw(): void {
    this.#tab.tab.thaw();
  }

  die(): void {
    this.#tab.die();
  }
}

const which = fc.nat(3);
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ act: fc.constant('change' as const), which, key: fc.constantFrom('a', 'b', 'c') }),
  },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(300) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.integer({ min: 500, max: 2_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('freeze' as const), which, notice: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('thaw' as const), which }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('die' as const), which }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('flush' as const), which }) },
  { weight: 2, arbitrary: fc.constant({ act: 'open' as const }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('fault' as const), isFull: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Runs a history, and answers with all tabs that there were, at rest. */
async function live(house: TabHouse, steps: readonly Step[]): Promise<readonly Page[]> {
  const pages: Page[] = [];
  const open = () => pages.push(new Page(house, `t${pages.length}`));
  const living = () => pages.filter((page) => page.phase !== 'dead');
  const chosen = (at: number) => living()[at % Math.max(1, living().length)];
  const look = () => {
    for (const page of pages) page.look();
  };
  open();
  await house.pass(200, look);
  open();
  for (const each of steps) {
    if (each.act === 'change') chosen(each.which)?.change(each.key);
    else if (each.act === 'wait') await house.pass(each.ms, look);
    else if (each.act === 'freeze') chosen(each.which)?.freeze(each.notice);
    else if (each.act === 'thaw') chosen(each.which)?.thaw();
    else if (each.act === 'flush') chosen(each.which)?.flush();
    else if (each.act === 'die') chosen(each.which)?.die();
    else if (each.act === 'fault') house.fault = each.isFull ? 'quota' : undefined;
    else if (living().length < 4) open();
    look();
  }
  house.fault = undefined;
  for (const page of living()) page.thaw();
  if (living().length === 0) open();
  // As long as the longest pause before a storage is tried again.
  for (let seconds = 0; seconds < 70; seconds += 1) {
    await house.pass(1_000, look);
    if (seconds > 3 && living().every((page) => page.status.isSaved)) break;
  }
  // The last words are on their way.
  await house.pass(100, look);
  return pages;
}

/** No change that must be there is missing, and where two set the same key the later one holds. */
function expectNothingLost(pages: readonly Page[], state: typeof noWords): void {
  const all = new Map(pages.flatMap(({ made }) => made.map((each) => [each.id, each] as const)));
  for (const page of pages) {
    const mustBe = page.phase === 'dead' ? page.made.slice(0, page.saved) : page.made;
    for (const { id } of mustBe) expect(state.log, `${page.name}, ${page.phase}`).toHaveProperty([id]);
  }
  for (const [key, id] of Object.entries(state.keys)) {
    expect(all.get(id)?.key).toBe(key);
    const later = [...all.values()].filter(
      (other) => other.key === key && other.seen.has(id) && Object.hasOwn(state.log, other.id),
    );
    expect(later, `${key} is ${id}, which they had seen`).toEqual([]);
  }
}

test('all tabs hold the same, nothing is lost that must not be, and the later change holds, whatever dies or freezes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.nat(1_000_000),
      async (steps, seed) => {
        const house = new TabHouse(seed, { losesLastWords: true });
        const pages = await live(house, steps);
        const living = pages.filter((page) => page.phase !== 'dead');
        const [first] = living;
        const state = first?.state ?? noWords;
        expect(
          living
            .map((page) => page.status.role)
            .sort()
            .slice(0, -1),
        ).toEqual(living.slice(1).map(() => 'follower'));
        expect(living.filter((page) => page.status.role === 'leader')).toHaveLength(1);
        for (const page of living) {
          expect(page.status).toMatchObject({ phase: 'ready', isSaved: true });
          expect(canonicalize({ ...page.state })).toBe(canonicalize({ ...state }));
        }
        expectNothingLost(pages, state);
        for (const page of living) page.die();
        const heir = new Page(house, 'heir');
        await house.pass(500);
        expect(heir.state).toEqual(state);
      },
    ),
    cases(400),
  );
}, 300_000);
