import { isDeepStrictEqual } from 'node:util';
import type { QueryNode } from '../../query/expression/query-node.ts';
import type { MemoryState } from '../../query/testing/memory-port.ts';
import { plainAccess } from './plain-access.ts';
import { type Access, type Program, run } from './program.ts';

/** One read: where, what it counts for, and what it answered. */
interface Read {
  readonly table: string;
  /** Reads of one name are one read. */
  readonly name: string;
  readonly weight: number;
  readonly answer: unknown;
  readonly again: (state: MemoryState) => unknown;
}

type Wide =
  | {
      readonly kind: 'query';
      readonly tables: readonly string[];
      readonly answer: unknown;
      readonly node: QueryNode;
    }
  | {
      readonly kind: 'nested';
      tables: readonly string[];
      readonly version: Version;
      readonly selector: number;
      readonly argument: string;
    };

/** One computation. Its outcome is told from others by `token`. */
export interface Version {
  /** The place of the state in which it was found to hold last. */
  at: number;
  /** The place of an earlier one, in which it was found to hold when somebody looked back. */
  heldAt?: number;
  readonly reads: readonly Read[];
  readonly wide: readonly Wide[];
  readonly whole: ReadonlySet<string>;
  readonly token: object;
  readonly value: unknown;
  readonly isError: boolean;
}

interface Cell {
  present: Version | undefined;
  past: Version[];
}

/**
 * Says how often each selector has to be computed if nothing is computed that need not be: an answer stands until a read
 * of it would give something else. States are numbered in the order in which they came to be.
 */
export class CacheModel {
  computations = 0;
  readonly #programs: readonly Program[];
  readonly #states: readonly MemoryState[];
  readonly #isSame: (table: string, one: number, other: number) => boolean;
  readonly #limit: number;
  readonly #cells = new Map<string, Cell>();

  /** `isSame`: whether a table is the same one in two states. */
  constructor(
    programs: readonly Program[],
    states: readonly MemoryState[],
    isSame: (table: string, one: number, other: number) => boolean,
    limit: number,
  ) {
    this.#programs = programs;
    this.#states = states;
    this.#isSame = isSame;
    this.#limit = limit;
  }

  ask(selector: number, argument: string, at: number): Version {
    const key = `${selector} ${argument}`;
    const cell: Cell = this.#cells.get(key) ?? { present: undefined, past: [] };
    this.#cells.set(key, cell);
    const { present } = cell;
    if (present === undefined) {
      cell.present = this.#compute(selector, argument, at, undefined);
      return cell.present;
    }
    const isPast = at < present.at;
    if (this.#holds(present, at)) {
      if (isPast) present.heldAt = at;
      else present.at = at;
      return present;
    }
    const known = isPast
      ? (cell.past.find((version) => version.at === at) ??
        cell.past.find((version) => this.#holds(version, at)))
      : undefined;
    if (known !== undefined) {
      known.at = at;
      return known;
    }
    const version = this.#compute(selector, argument, at, present);
    if (!isPast) cell.present = version;
    cell.past.unshift(isPast ? version : present);
    return version;
  }

  #holds(version: Version, at: number): boolean {
    if (version.at === at || version.heldAt === at) return true;
    if (tablesOf(version).every((table) => this.#isSame(table, version.at, at))) return true;
    for (const table of version.whole) if (!this.#isSame(table, version.at, at)) return false;
    const state = this.#states[at] ?? {};
    for (const read of version.reads)
      if (!version.whole.has(read.table) && !isDeepStrictEqual(read.again(state), read.answer)) return false;
    for (const step of version.wide) {
      if (step.kind === 'query') {
        const now = plainAccess(state, () => undefined).query(step.node);
        if (!isDeepStrictEqual(now, step.answer)) return false;
      } else {
        const now = this.ask(step.selector, step.argument, at);
        if (now.token !== step.version.token) return false;
        step.tables = tablesOf(now);
      }
    }
    return true;
  }

  #compute(selector: number, argument: string, at: number, before: Version | undefined): Version {
    this.computations += 1;
    const reads: Read[] = [];
    const wide: Wide[] = [];
    const access = this.#recording(at, reads, wide);
    let isError = false;
    let value: unknown;
    try {
      value = run(this.#programs[selector] ?? [], argument, access);
    } catch (error) {
      isError = true;
      value = error;
    }
    const token = isError ? errorToken(value) : tokenOf(value, before);
    return { at, value, isError, token, ...this.#coarsened(reads, wide) };
  }

  #coarsened(reads: readonly Read[], wide: readonly Wide[]): Pick<Version, 'reads' | 'wide' | 'whole'> {
    const whole = new Set<string>();
    for (const table of ['people', 'posts', 'comments']) {
      const rows = new Set<string>();
      let weight = 0;
      for (const read of reads) {
        if (read.table !== table) continue;
        if (read.name === '') weight += read.weight;
        else rows.add(read.name);
      }
      if (rows.size + weight > this.#limit) whole.add(table);
    }
    const isWide = wide.length > this.#limit;
    if (isWide) for (const step of wide) for (const table of step.tables) whole.add(table);
    return { reads, wide: isWide ? [] : wide, whole };
  }

  #recording(at: number, reads: Read[], wide: Wide[]): Access {
    const plain = (state: MemoryState) => plainAccess(state, () => undefined);
    const note = <Answer>(
      table: string,
      name: string,
      weigh: (answer: Answer) => number,
      again: (access: Access) => Answer,
    ): Answer => {
      const answer = again(plain(this.#states[at] ?? {}));
      reads.push({ table, name, weight: weigh(answer), answer, again: (state) => again(plain(state)) });
      return answer;
    };
    const one = () => 1;
    return {
      get: (table, id) => note(table, id, one, (access) => access.get(table, id)),
      has: (table, id) => note(table, '', one, (access) => access.has(table, id)),
      size: (table) => note(table, '', one, (access) => access.size(table)),
      all: (table) =>
        note(
          table,
          '',
          () => Number.POSITIVE_INFINITY,
          (access) => access.all(table),
        ),
      children: (parent) => note('posts', '', one, (access) => access.children(parent)),
      referrers: (from, person) => note('posts', '', one, (access) => access.referrers(from, person)),
      countReferrers: (from, person) =>
        note('posts', '', one, (access) => access.countReferrers(from, person)),
      range: (author, reverse, limit) =>
        note(
          'posts',
          '',
          (rows) => Math.max(1, rows.length),
          (access) => access.range(author, reverse, limit),
        ),
      count: (from) => note('posts', '', one, (access) => access.count(from)),
      query: (node) => {
        const answer = plain(this.#states[at] ?? {}).query(node);
        wide.push({ kind: 'query', tables: tablesIn(node), answer, node });
        return answer;
      },
      nested: (selector, argument) => {
        const version = this.ask(selector, argument, at);
        wide.push({ kind: 'nested', tables: tablesOf(version), version, selector, argument });
        if (version.isError) throw version.value;
        return version.value;
      },
    };
  }
}

/** The very same error is the same outcome, whoever passed it on. */
function errorToken(error: unknown): object {
  return error instanceof Error ? error : {};
}

/** What says the same as the answer before is the same outcome. */
function tokenOf(value: unknown, before: Version | undefined): object {
  const isKept = before?.isError === false && isDeepStrictEqual(before.value, value);
  return isKept ? before.token : {};
}

function tablesOf({ reads, wide, whole }: Version): readonly string[] {
  return [
    ...new Set([...reads.map(({ table }) => table), ...whole, ...wide.flatMap(({ tables }) => tables)]),
  ];
}

/** The tables that a query names, wherever it does. */
function tablesIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'table' in node && typeof node.table === 'string' ? [node.table] : [];
  return [...new Set([...own, ...Object.values(node).flatMap(tablesIn)])];
}
