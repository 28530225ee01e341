import type { LogRecord } from '@statehouse/storage';
import type { Environment } from './environment.ts';
import type { DocumentRef } from './server-event.ts';

/** Questions to the log that are under way, each with what is to be done with the answer. */
export class LogRequests {
  readonly #environment: Environment;
  readonly #ref: DocumentRef;
  readonly #reads = new Map<number, (records: readonly LogRecord[]) => void>();
  readonly #finds = new Map<number, (record: LogRecord | undefined) => void>();
  #last = 0;

  constructor(environment: Environment, ref: DocumentRef) {
    this.#environment = environment;
    this.#ref = ref;
  }

  get size(): number {
    return this.#reads.size + this.#finds.size;
  }

  /** Reads one page: from `from` to `to`, or as many as go into a page. */
  read(from: number, to: number, then: (records: readonly LogRecord[]) => void): void {
    const request = this.#next();
    const end = Math.min(to, from + this.#environment.settings.readPageEntries - 1);
    this.#reads.set(request, then);
    this.#environment.emit({ ...this.#ref, kind: 'read', request, from, to: end });
  }

  find(client: string, sequence: number, then: (record: LogRecord | undefined) => void): void {
    const request = this.#next();
    this.#finds.set(request, then);
    this.#environment.emit({ ...this.#ref, kind: 'find', request, client, sequence });
  }

  answerRead(request: number, records: readonly LogRecord[]): void {
    const then = this.#reads.get(request);
    this.#reads.delete(request);
    then?.(records);
  }

  answerFind(request: number, record: LogRecord | undefined): void {
    const then = this.#finds.get(request);
    this.#finds.delete(request);
    then?.(record);
  }

  #next(): number {
    this.#last += 1;
    return this.#last;
  }
}
