import type { MigrationStep } from '../migrations/migrate.ts';
import { isPlain } from '../patch/patch.ts';

/** What a row means, in whatever version it is written down. */
export interface Person {
  readonly first: string;
  readonly last: string;
  readonly cents: number;
}

export type PeopleVersion = 1 | 2 | 3;
export const PEOPLE_VERSIONS: readonly PeopleVersion[] = [1, 2, 3];

/** A person as a row of a version. */
export function personIn(version: PeopleVersion, { first, last, cents }: Person): unknown {
  if (version === 1) return { name: `${first} ${last}`, cents };
  if (version === 2) return { first, last, cents };
  return {
    names: new Map([
      ['first', first],
      ['last', last],
    ]),
    price: { amount: BigInt(cents) },
  };
}

/** Steps over three versions, none of which loses anything. They refuse what is of another version than theirs. */
export const peopleSteps: readonly MigrationStep[] = [
  {
    to: 2,
    up: (row) => personIn(2, fromFirst(row)),
    down: (row) => personIn(1, fromSecond(row)),
  },
  {
    to: 3,
    up: (row) => personIn(3, fromSecond(row)),
    down: (row) => personIn(2, fromThird(row)),
  },
];

function fromFirst(row: unknown): Person {
  if (!isPlain(row) || typeof row.name !== 'string' || typeof row.cents !== 'number')
    throw new Error('not 1');
  const [first = '', last = ''] = row.name.split(' ');
  return { first, last, cents: row.cents };
}

function fromSecond(row: unknown): Person {
  if (!isPlain(row) || typeof row.first !== 'string' || typeof row.last !== 'string')
    throw new Error('not 2');
  return { first: row.first, last: row.last, cents: Number(row.cents) };
}

function fromThird(row: unknown): Person {
  if (!isPlain(row) || !(row.names instanceof Map) || !isPlain(row.price)) throw new Error('not 3');
  const { names, price } = row;
  return {
    first: String(names.get('first')),
    last: String(names.get('last')),
    cents: Number(price.amount),
  };
}
