import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Random, randomId, type Timers } from '@statehouse/kernel';
import { ChangeStream } from './change-stream.ts';
import type { OfficeSample } from './fill/office-sample.ts';
import { fillOffice, openOfficeFile } from './store/office-file.ts';
import type { SqlFile } from './store/sql-file.ts';

/** What one tenant has: the data, and the stream of what happens to them. */
export interface Office {
  readonly file: SqlFile;
  readonly stream: ChangeStream;
  /** Makes everything what it was in the beginning. */
  refill(): void;
}

export interface OfficesOptions {
  readonly folder: string;
  readonly sample: OfficeSample;
  readonly random: Random;
  readonly timers: Timers;
}

/** The offices of all tenants, each in a file of its own that is opened when somebody of theirs asks first. */
export class Offices {
  readonly #options: OfficesOptions;
  readonly #open = new Map<string, Office>();

  constructor(options: OfficesOptions) {
    this.#options = options;
  }

  of(tenant: string): Office {
    const known = this.#open.get(tenant) ?? this.#openOffice(tenant);
    this.#open.set(tenant, known);
    return known;
  }

  close(): void {
    for (const { file, stream } of this.#open.values()) {
      stream.close();
      file.close();
    }
    this.#open.clear();
  }

  #openOffice(tenant: string): Office {
    const { folder, sample, random, timers } = this.#options;
    const name = createHash('sha256').update(tenant).digest('hex').slice(0, 32);
    const file = openOfficeFile(join(folder, `office-${name}.sqlite`), sample);
    const stream = new ChangeStream(randomId(random, 8), timers);
    return { file, stream, refill: () => fillOffice(file, sample) };
  }
}
