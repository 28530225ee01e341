import type { Random } from '@statehouse/kernel';
import { drawInt, seededRandom } from '@statehouse/kernel/testing';

/** What the benches keep in tables. `score` is a whole number, `updatedAt` milliseconds. */
export interface Entity {
  readonly id: string;
  readonly title: string;
  readonly ownerId: string;
  readonly status: string;
  readonly score: number;
  readonly updatedAt: number;
}

export const STATUSES = ['open', 'waiting', 'active', 'done', 'closed'] as const;

const SEED = 20_260_101;
const FIRST_UPDATE_MS = 1_750_000_000_000;
const CHUNK = 10_000;

/**
 * Entities number `from` to `to` of the one series that all benches use: distinct ids in no order, `n / 100` owners.
 * They come out of `JSON.parse` in chunks, as those of an application do: flat strings, one shape.
 */
export function makeEntities(n: number, from = 0, to = n): Entity[] {
  const owners = Math.max(1, Math.floor(n / 100));
  const entities: Entity[] = [];
  for (let first = from; first < to; first += CHUNK) {
    const random = seededRandom(SEED + first, 'entities');
    const rows: Entity[] = [];
    const end = Math.min(first + CHUNK, to);
    for (let index = first; index < end; index += 1) rows.push(entityAt(index, owners, random));
    for (const entity of parseEntities(JSON.stringify(rows))) entities.push(entity);
  }
  return entities;
}

/** The id of the entity with this number: 14 characters, which JSON.parse does not intern. */
export function idAt(index: number): string {
  return `${base36(scramble(index))}${base36(scramble(index + 0x51ed270b))}`;
}

export function ownerIdAt(owner: number): string {
  return `u${owner}`;
}

function entityAt(index: number, owners: number, random: Random): Entity {
  const status = STATUSES[drawInt(random, STATUSES.length)] ?? STATUSES[0];
  return {
    id: idAt(index),
    title: `Entity number ${index}`,
    ownerId: ownerIdAt(drawInt(random, owners)),
    status,
    score: drawInt(random, 1_000_000),
    updatedAt: FIRST_UPDATE_MS + drawInt(random, 31_536_000_000),
  };
}

/** Mixes 32 bits one to one, so that different numbers stay different. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ 0x5bd1e995, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

function base36(value: number): string {
  return value.toString(36).padStart(7, '0');
}

function parseEntities(text: string): readonly Entity[] {
  return JSON.parse(text);
}
