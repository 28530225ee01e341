import type { Operation } from '@statehouse/ot';
import type { SubmitMessage } from '@statehouse/protocol';
import type { Pending } from '../overlay/pending.ts';

/** How much one submission may hold. */
export interface SubmissionLimits {
  readonly maxOperations: number;
  /** An estimate of JSON characters; a frame is refused above its limit. */
  readonly maxCharacters: number;
}

/**
 * One ordered list with one base version and contiguous sequences, immutable from the moment it is formed. It is sent
 * only when the device holds it, so that after a crash the same sequences have the same content.
 */
export class Submission {
  readonly base: number;
  readonly first: number;
  readonly last: number;
  /** The device holds it. */
  durable: boolean;
  /** Sent on the present connection. */
  sent = false;

  constructor(base: number, first: number, last: number, durable: boolean) {
    this.base = base;
    this.first = first;
    this.last = last;
    this.durable = durable;
  }

  /** Freezes as many unsent operations as fit; undefined if there are none. */
  static form(pending: readonly Pending[], base: number, limits: SubmissionLimits): Submission | undefined {
    const [first] = pending;
    if (first === undefined) return undefined;
    let characters = 0;
    let last: Pending | undefined;
    let count = 0;
    for (const one of pending) {
      characters += JSON.stringify(one.operation).length + 1;
      if (count > 0 && (characters > limits.maxCharacters || count >= limits.maxOperations)) break;
      one.sent = { operation: asSent(one, base), base };
      last = one;
      count += 1;
    }
    return last === undefined
      ? undefined
      : new Submission(base, first.origin.sequence, last.origin.sequence, false);
  }

  /** What the device kept of a submission that was under way. */
  static restored(pending: readonly Pending[]): Submission | undefined {
    const frozen = pending.filter((one) => one.sent !== undefined);
    const [first] = frozen;
    const last = frozen.at(-1);
    if (first?.sent === undefined || last === undefined) return undefined;
    return new Submission(first.sent.base, first.origin.sequence, last.origin.sequence, true);
  }

  message(document: string, schemaVersion: number, pending: readonly Pending[]): SubmitMessage {
    const operations = pending.flatMap(({ sent, origin }) =>
      sent !== undefined && origin.sequence >= this.first && origin.sequence <= this.last
        ? [sent.operation]
        : [],
    );
    return { kind: 'submit', document, base: this.base, first: this.first, schemaVersion, operations };
  }
}

/** What the person had before him is said where it is less than the base. */
function asSent({ operation, seen }: Pending, base: number): Operation {
  return seen === undefined || seen >= base ? operation : { ...operation, seen };
}
