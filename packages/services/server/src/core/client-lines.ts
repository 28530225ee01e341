/** An own operation that was refused, by its sequence and the version of the refusal. */
export interface RefusedAt {
  readonly sequence: number;
  readonly version: number;
}

/** What the log knows of one client, as it is kept in snapshots. */
export interface ClientMark {
  readonly client: string;
  /** The last sequence that has an entry. */
  readonly last: number;
  readonly refused: RefusedAt | undefined;
}

interface Line {
  admitted: number;
  durable: number;
  refused: RefusedAt | undefined;
  /** Payload digests by sequence, as far as their entries are in the window. */
  readonly digests: Map<number, string>;
}

/**
 * The deduplication table: each client's last sequence, admitted and durable. Sequences of a client are contiguous, so
 * the last one says it all. It keeps a client for as long as the log does.
 */
export class ClientLines {
  readonly #lines = new Map<string, Line>();

  constructor(marks: Iterable<ClientMark>) {
    for (const { client, last, refused } of marks) {
      this.#lines.set(client, { admitted: last, durable: last, refused, digests: new Map() });
    }
  }

  get size(): number {
    return this.#lines.size;
  }

  /** The last sequence that was judged, durable or not. 0: none. */
  admitted(client: string): number {
    return this.#lines.get(client)?.admitted ?? 0;
  }

  /** The last sequence that the log has answered. */
  durable(client: string): number {
    return this.#lines.get(client)?.durable ?? 0;
  }

  /** The newest refusal of this client, durable or not. */
  refused(client: string): RefusedAt | undefined {
    return this.#lines.get(client)?.refused;
  }

  digest(client: string, sequence: number): string | undefined {
    return this.#lines.get(client)?.digests.get(sequence);
  }

  admit(client: string, sequence: number, payloadDigest: string, refusedAt: number | undefined): void {
    const line = this.#line(client);
    line.admitted = sequence;
    line.digests.set(sequence, payloadDigest);
    if (refusedAt !== undefined) line.refused = { sequence, version: refusedAt };
  }

  confirm(client: string, sequence: number): void {
    this.#line(client).durable = sequence;
  }

  forgetDigest(client: string, sequence: number): void {
    this.#lines.get(client)?.digests.delete(sequence);
  }

  /** What is durable, for a snapshot at `version`. */
  marks(version: number): readonly ClientMark[] {
    const marks: ClientMark[] = [];
    for (const [client, { durable, refused }] of this.#lines) {
      if (durable === 0) continue;
      marks.push({
        client,
        last: durable,
        refused: refused !== undefined && refused.version <= version ? refused : undefined,
      });
    }
    return marks;
  }

  #line(client: string): Line {
    let line = this.#lines.get(client);
    if (line === undefined) {
      line = { admitted: 0, durable: 0, refused: undefined, digests: new Map() };
      this.#lines.set(client, line);
    }
    return line;
  }
}
