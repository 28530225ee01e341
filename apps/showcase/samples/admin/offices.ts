import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
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
  /** By which counts find it. It is no secret, and names nobody. */
  readonly address: string;
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
    return this.#officeAt(createHash('sha256').update(tenant).digest('hex').slice(0, 32));
  }

  /** The office with this address; undefined if nobody has ever been in it. */
  at(address: string): Office | undefined {
    const isAddress = /^[0-9a-f]{32}$/.test(address);
    return isAddress && existsSync(this.#pathOf(address)) ? this.#officeAt(address) : undefined;
  }

  close(): void {
    for (const { file, stream } of this.#open.values()) {
      stream.close();
      file.close();
    }
    this.#open.clear();
  }

  #officeAt(address: string): Office {
    const known = this.#open.get(address) ?? this.#openOffice(address);
    this.#open.set(address, known);
    return known;
  }

  #openOffice(address: string): Office {
    const { sample, random, timers } = this.#options;
    const file = openOfficeFile(this.#pathOf(address), sample);
    const stream = new ChangeStream(randomId(random, 8), timers);
    return { file, stream, address, refill: () => fillOffice(file, sample) };
  }

  #pathOf(address: string): string {
    return join(this.#options.folder, `office-${address}.sqlite`);
  }
}
