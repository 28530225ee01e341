import type { Schema } from '@statehouse/db';
import type { DocumentEffect } from './document-effect.ts';
import type { Submission } from './submission.ts';

/** Without a word from the server for this long, the document is asked for again: a lost frame must not stay lost. */
const RESYNC_MS = 10_000;
/** The same while it is being opened; a part of a snapshot is a word. */
const REOPEN_MS = 4_000;

/** Whether the server has said anything of late, and has answered what it was sent. */
export class ServerWord {
  #heard = false;
  #awaited: Submission | undefined;

  /** Waits from now on; the timer's end is the time to ask `isMissing`. */
  await<S extends Schema>(submission: Submission | undefined, isLive: boolean): DocumentEffect<S> {
    this.#heard = false;
    this.#awaited = submission;
    return { kind: 'timer', name: 'resync', delayMs: isLive ? RESYNC_MS : REOPEN_MS };
  }

  heard(): void {
    this.#heard = true;
  }

  /** True: nothing was heard, or the submission that was under way then still is. */
  isMissing(submission: Submission | undefined): boolean {
    return !this.#heard || (submission?.sent === true && submission === this.#awaited);
  }
}
