import type { DocumentEvent } from '@statehouse/db';
import { systemClock, systemRandom, systemTimers, type Timers } from '@statehouse/kernel';
import { createSyncClient, type SyncClient, type SyncedDocument, webSocketConnect } from '@statehouse/sync';
import { cliError } from '../errors.ts';
import { openDocument, refusalOf } from '../open-document.ts';
import type { CommandServer } from '../temporary-server.ts';
import { HeldLine } from './held-line.ts';
import { NOTE_ID, type ReplaySchema } from './replay-schema.ts';
import { type CodePointMeasure, splicesOf } from './splices-of.ts';
import type { TraceTransaction } from './trace.ts';

export interface PlayerOptions {
  readonly server: CommandServer;
  readonly schema: ReplaySchema;
  readonly document: string;
  /** Of two insertions at one place, that of the client whose id comes first as a string stands first. */
  readonly clientId: string;
  /** Operations in one submission, at most. */
  readonly maxOperations: number;
  /** The client's timers; where deliveries are held back on purpose it must not take that for a dead line. */
  readonly timers?: Timers;
}

/** One author: a real client on a real socket, with a line that can hold deliveries back. */
export class Player {
  readonly line = new HeldLine(webSocketConnect);
  readonly #options: PlayerOptions;
  readonly #client: SyncClient<ReplaySchema>;
  readonly #failure = Promise.withResolvers<never>();
  #document: SyncedDocument<ReplaySchema> | undefined;
  #measure: CodePointMeasure | undefined;

  constructor(options: PlayerOptions) {
    const { server, schema, clientId, maxOperations, timers = systemTimers } = options;
    this.#options = options;
    this.#failure.promise.catch(() => {});
    this.#client = createSyncClient({
      url: server.url,
      token: () => server.token('replay'),
      schema,
      clientId,
      composeUnsent: false,
      limits: { maxOperations },
      environment: { connect: this.line.connect, timers, clock: systemClock, random: systemRandom },
    });
  }

  get document(): SyncedDocument<ReplaySchema> {
    if (this.#document === undefined) throw new RangeError('the player has not opened its document');
    return this.#document;
  }

  /** The text as this author sees it. */
  get text(): string {
    return this.document.snapshot.table('notes').get(NOTE_ID)?.body.toString() ?? '';
  }

  /** Rejects when the line breaks or the server refuses something; never fulfilled. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  async open(): Promise<void> {
    const { document, server } = this.#options;
    this.#document = await openDocument(this.#client, document, server.url);
    this.line.onCut = (code) => this.#failure.reject(cliError('connection-lost', { code }));
    this.#document.subscribeStatus(() => this.#checkStatus());
  }

  /** From here on this author's edits are measured in code points. */
  follow(measure: CodePointMeasure): void {
    this.#measure = measure;
    this.document.subscribe((event) => followRemote(event, measure));
  }

  /**
   * Makes one recorded transaction: one operation, even where its patches cancel out.
   * @throws cli/patch-out-of-range
   */
  make(transaction: TraceTransaction, index: number): void {
    if (this.#measure === undefined) throw new RangeError('the player does not follow its text');
    const splices = splicesOf(transaction, index, this.#measure);
    const { operation } = this.document.transact(
      (tx) => {
        const body = tx.notes.text(NOTE_ID, 'body');
        for (const { position, deleteCount, insert } of splices) body.splice(position, deleteCount, insert);
      },
      { undoable: false },
    );
    if (operation === undefined) this.#makeNothing(index);
  }

  close(): Promise<void> {
    this.line.onCut = () => {};
    return this.#client.close();
  }

  /** An operation that leaves everything as it is. */
  #makeNothing(index: number): void {
    const id = `nothing-${index}`;
    this.document.transact(
      (tx) => {
        tx.notes.insert({ id });
        tx.notes.delete(id);
      },
      { undoable: false },
    );
  }

  #checkStatus(): void {
    const error = refusalOf(this.document);
    if (error !== undefined) this.#failure.reject(error);
  }
}

/** Own edits are measured as they are made; what comes from others moves the text under the author. */
function followRemote(event: DocumentEvent<ReplaySchema>, measure: CodePointMeasure): void {
  if (event.cause === 'local') return;
  for (const entity of event.effect) {
    if (entity.kind !== 'modify' || entity.id !== NOTE_ID) continue;
    const change = entity.fields.body;
    if (change?.kind !== 'text') continue;
    let position = 0;
    for (const part of change.delta) {
      if (typeof part === 'string') measure.splice(position, 0, part);
      else if (part < 0) measure.splice(position, -part, '');
      position += typeof part === 'string' ? part.length : Math.max(0, part);
    }
  }
}
