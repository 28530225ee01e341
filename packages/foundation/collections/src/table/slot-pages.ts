import { itemIn, type SlotVector, stretchOf, visitStretches } from './slot-vector.ts';

/** Slots of a page: those below one node of the tree's second level. */
const PAGE_BITS = 10;
const PAGE_MASK = 2 ** PAGE_BITS - 1;
/** Reads by the tree before a page is made, and before pages change hands: what either costs is little beside them. */
const MISSES_FOR_PAGE = 48;
const MISSES_FOR_PAGES = 1_024;
/** Pages with less in them than a quarter are not made: they would cost more memory than the tree does. */
const LEAST_IN_PAGE = 256;

type Page<Item> = (Item | undefined)[];
/** By the upper bits of the slot. */
type PageList<Item> = (Page<Item> | undefined)[];

/** Not empty, so that the engine takes it for a list like others. */
const NO_PAGES: PageList<never> = [undefined];

/** What all versions of a vector know of pages that only one of them has. */
export interface PageOrigin<Item extends object> {
  /** Reads that no page served, since the last that changed anything about it. */
  misses: number;
  /** Weak, so that an old version does not keep what only a later one holds. */
  pages: WeakRef<Pages<Item>> | undefined;
}

/**
 * One version of a vector, or a draft of the next, that is read by its pages where it has them and by its tree where it
 * has none: nobody can tell, but for the time it takes.
 */
export class PagedVector<Item extends object, Origin extends PageOrigin<Item> = PageOrigin<Item>>
  implements SlotVector
{
  root: SlotVector['root'];
  shift: number;
  readonly origin: Origin;
  pages: Pages<Item> | undefined = undefined;
  /** That of the pages, or an empty one. */
  pageList: PageList<Item> = NO_PAGES;

  constructor({ root, shift }: SlotVector, origin: Origin) {
    this.root = root;
    this.shift = shift;
    this.origin = origin;
  }

  /** What stands in a slot. O(1) where a page has it, otherwise O(log n). */
  at(slot: number): Item | undefined {
    const item = this.pageList[slot >>> PAGE_BITS]?.[slot & PAGE_MASK];
    return item === undefined ? itemMissed(this, slot) : item;
  }
}

/**
 * The items of a vector in flat pages, so that reading one is one step and not one for each level. Pages are
 * changed in place, so only one version can have them: the newest. The version before gives them up when it is changed,
 * and reads its tree from then on (Baker, "Shallow binding makes functional arrays fast", 1991). The tree is whole in every version.
 *
 * Invariant: what stands in a page is what the holder's tree has there. A page may be absent, and so may an item in it: a
 * write takes the old one out, since to put the new one in costs the engine's collector more, and a read puts it in.
 */
export class Pages<Item extends object> {
  readonly #list: PageList<Item> = [undefined];
  #holder: PagedVector<Item>;
  #gone = 0;

  constructor(holder: PagedVector<Item>) {
    this.#holder = holder;
    this.passTo(holder);
  }

  /** Takes out what stood in a slot that was written. */
  forget(slot: number): void {
    const page = this.#list[slot >>> PAGE_BITS];
    if (page !== undefined) page[slot & PAGE_MASK] = undefined;
  }

  /** The same for a slot that is empty now. `size`: how many items are left. */
  forgetGone(slot: number, size: number): void {
    this.forget(slot);
    this.#gone += 1;
    if (this.#gone <= size / 2 + PAGE_MASK) return;
    // Many may be nearly empty by now. Those that are not come back.
    this.#list.fill(undefined);
    this.#gone = 0;
  }

  /** Puts in what was read from the tree. @returns whether there is a page for it. */
  keep(slot: number, item: Item | undefined): boolean {
    const page = this.#list[slot >>> PAGE_BITS];
    if (page === undefined) return false;
    page[slot & PAGE_MASK] = item;
    return true;
  }

  /** Passes the pages to a version that they are right for already. */
  passTo(holder: PagedVector<Item>): void {
    this.#holder.pages = undefined;
    this.#holder.pageList = NO_PAGES;
    this.#holder = holder;
    holder.pages = this;
    holder.pageList = this.#list;
  }

  /** Passes the pages to any version, without those in which it differs from the holder. */
  moveTo(holder: PagedVector<Item>): void {
    visitStretches(this.#holder, holder, PAGE_BITS, (slot) => this.#drop(slot >>> PAGE_BITS));
    this.passTo(holder);
  }

  /** Makes the page of a slot. O(1). @returns whether it is worth its memory. */
  fill(slot: number): boolean {
    const page = stretchOf<Item>(this.#holder, slot, PAGE_BITS, LEAST_IN_PAGE);
    if (page === undefined) return false;
    const index = slot >>> PAGE_BITS;
    while (this.#list.length <= index) this.#list.push(undefined);
    this.#list[index] = page;
    return true;
  }

  #drop(index: number): void {
    if (index < this.#list.length) this.#list[index] = undefined;
  }
}

function itemMissed<Item extends object>(held: PagedVector<Item>, slot: number): Item | undefined {
  const item = itemIn<Item>(held.root, held.shift, slot);
  const { origin, pages } = held;
  if (pages?.keep(slot, item)) return item;
  origin.misses += 1;
  if (origin.misses > (pages === undefined ? MISSES_FOR_PAGES : MISSES_FOR_PAGE)) {
    origin.misses = 0;
    if (pages === undefined) givePages(held);
    else if (!pages.fill(slot)) origin.misses = -MISSES_FOR_PAGES;
  }
  return item;
}

function givePages<Item extends object>(held: PagedVector<Item>): void {
  const pages = held.origin.pages?.deref();
  if (pages === undefined) held.origin.pages = new WeakRef(new Pages(held));
  else pages.moveTo(held);
}
