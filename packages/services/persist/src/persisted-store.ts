import type { Store } from '@statehouse/hub';
import { systemClock, systemTimers } from '@statehouse/kernel';
import type { KeyValueWrite } from '@statehouse/storage';
import { type StateCodec, stateCodec } from './codec/codec.ts';
import type { Accompaniment, Companion } from './companion.ts';
import { persistError } from './errors.ts';
import {
  type Damage,
  dropOtherGenerations,
  generationWrites,
  headWrite,
  type KeptState,
  readKept,
  recordWrite,
} from './format/kept-state.ts';
import { Keys } from './format/keys.ts';
import type { ImportedState } from './imports/redux-persist.ts';
import { Listeners } from './listeners.ts';
import { migrate } from './migrations/migrate.ts';
import { differencesBetween } from './patch/patch.ts';
import { merged, selected } from './patch/selection.ts';
import type { PersistOptions } from './persist-options.ts';
import { codedFor, type PersistedStore, type PersistStatus } from './persist-status.ts';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Keeps a store: puts back what was kept, and writes what changes, as differences behind a snapshot.
 *
 * @throws StatehouseError `persist/not-restorable`
 */
export function persistStore<State>(
  store: Pick<Store<State, unknown>, 'getState' | 'subscribe' | 'restore'>,
  options: PersistOptions,
): PersistedStore {
  if (options.rows === undefined) return keepStore(store, options);
  const tables = options.rows.keep(store, options);
  return keepStore(tables.rest, tables.restOptions, tables);
}

/** As {@link persistStore}, with something that is written together with each state. */
export function keepStore<State>(
  store: Pick<Store<State, unknown>, 'getState' | 'subscribe' | 'restore'>,
  options: PersistOptions,
  companion?: Companion,
): PersistedStore {
  if (store.restore === undefined) throw persistError('not-restorable');
  return new Persisting(store, options, companion);
}

/** Where the next record goes. */
interface Place {
  readonly generation: number;
  readonly at: number;
  /** The checksum of the record before it. */
  readonly before: string;
}

/**
 * Invariant: `#saved` is what the storage gives back at this moment (or a state that it will give back before any later
 * one); writes follow each other, one at a time; the head is written after all that it stands for, and older
 * generations go after the head.
 */
class Persisting implements PersistedStore {
  readonly restored: Promise<void>;
  readonly #store: Pick<Store, 'getState' | 'subscribe' | 'restore'>;
  readonly #options: Required<
    Pick<PersistOptions, 'version' | 'debounceMs' | 'maxRecords' | 'clock' | 'timers'>
  > &
    PersistOptions;
  readonly #companion: Companion | undefined;
  readonly #keys: Keys;
  readonly #codec: StateCodec;
  readonly #listeners: Listeners<PersistStatus>;
  #unsubscribe = () => {};
  #status: PersistStatus = { phase: 'reading', isSaved: false };
  /** What is durable; undefined before there is anything. */
  #saved: { readonly parts: unknown } | undefined;
  #place: Place | undefined;
  #recordSize = 0;
  #snapshotSize = 0;
  /** The write under way, and what comes after it. */
  #line: Promise<void>;
  #cancel: (() => void) | undefined;
  #retryMs = FIRST_RETRY_MS;
  #mayWrite = false;
  /** Whether `problem` is about a write that failed, which the next that does not will mend. */
  #hasFailed = false;
  /** Whether a pause was asked for before anything was read. */
  #startsPaused = false;

  constructor(
    store: Pick<Store, 'getState' | 'subscribe' | 'restore'>,
    options: PersistOptions,
    companion: Companion | undefined,
  ) {
    this.#store = store;
    this.#companion = companion;
    this.#options = {
      version: 1,
      debounceMs: 100,
      maxRecords: 200,
      clock: systemClock,
      timers: systemTimers,
      ...options,
    };
    this.#listeners = new Listeners(this.#options.timers);
    this.#keys = new Keys(options.key);
    this.#codec = stateCodec(options.codecs);
    this.restored = this.#begin();
    this.#line = this.restored.catch(() => {});
  }

  get status(): PersistStatus {
    return this.#status;
  }

  subscribe(listener: (status: PersistStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    const done = this.#line.then(() => this.#write());
    this.#line = done.catch(() => {});
    return done;
  }

  pause(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#status.phase === 'reading') this.#startsPaused = true;
    if (this.#status.phase === 'ready' || this.#status.phase === 'failing') this.#become({ phase: 'paused' });
  }

  resume(): void {
    this.#startsPaused = false;
    if (this.#status.phase !== 'paused') return;
    this.#become({ phase: 'ready' });
    this.#later(0);
  }

  async purge(): Promise<void> {
    const done = this.#line.then(async () => {
      const { storage } = this.#options;
      const { head, generations, allAside } = this.#keys;
      const all = [...(await storage.range(...generations)), ...(await storage.range(...allAside))];
      const gone = [head, ...all.map(([key]) => key)].map((key) => ({ key, value: undefined }));
      await storage.write([...gone, ...(this.#companion?.purging?.() ?? [])]);
      // What was to be written before is deleted too.
      this.#cancel?.();
      this.#cancel = undefined;
      this.#saved = undefined;
      this.#place = undefined;
      const hasFailed = this.#hasFailed;
      this.#hasFailed = false;
      const phase = this.#status.phase === 'failing' ? 'ready' : this.#status.phase;
      this.#become({ phase, isSaved: false }, hasFailed);
      await this.#companion?.purge?.();
    });
    this.#line = done.catch(() => {});
    await done;
  }

  async stop(): Promise<void> {
    // What is still being read would be kept from then on.
    await this.restored.catch(() => {});
    this.#unsubscribe();
    const isWriting = this.#mayWrite && this.#status.phase !== 'paused';
    try {
      if (isWriting) await this.flush();
    } finally {
      await this.#companion?.stop?.();
      // Nobody listens to the store any more: a later try could not say whether its state is saved.
      this.#cancel?.();
      this.#cancel = undefined;
      this.#mayWrite = false;
      this.#become({ phase: 'stopped' });
    }
  }

  async #begin(): Promise<void> {
    try {
      this.#companion?.watch?.((rows) => this.#become({ rows }));
      await this.#companion?.before?.();
      const { kept, damage } = await readKept(this.#options.storage, this.#keys, this.#codec);
      if (damage !== undefined) await this.#setAside(damage);
      if (kept !== undefined) await this.#takeUp(kept, damage !== undefined);
      else if (damage === undefined) this.#takeOver(await this.#options.importOnce?.());
      this.#companion?.after?.(kept !== undefined && this.#isTooOld(kept));
      this.#unsubscribe = this.#store.subscribe(() => this.#changed());
      this.#mayWrite = true;
      const problem = damage && persistError('damaged', { key: this.#keys.name, problem: damage.problem });
      this.#become({
        phase: this.#startsPaused ? 'paused' : 'ready',
        ...(damage === undefined ? {} : { damage }),
        ...(problem === undefined ? {} : { problem }),
      });
      if (!this.#isSaved()) this.#later(this.#options.debounceMs);
    } catch (error) {
      // Nothing is written over what could not be read.
      this.#become({ phase: 'refused', problem: codedFor(error) });
      throw error;
    }
  }

  async #takeUp(kept: KeptState, isDamaged: boolean): Promise<void> {
    if (isDamaged) await this.#options.storage.write([headWrite(this.#keys, kept.generation)]);
    // A generation that was begun and never finished must not be taken for a newer one some day.
    await dropOtherGenerations(this.#options.storage, this.#keys, kept.generation);
    this.#place = { generation: kept.generation, at: Number.POSITIVE_INFINITY, before: '' };
    if (!this.#isTooOld(kept)) this.#putBack(kept);
  }

  #takeOver(imported: ImportedState | undefined): void {
    if (imported !== undefined) this.#restore(imported.state, imported.version);
  }

  #restore(stored: unknown, from: number): void {
    const { version, migrations = [], select } = this.#options;
    const parts = migrate(stored, from, version, migrations, this.#keys.name);
    this.#store.restore?.(merged(this.#store.getState(), parts, select));
  }

  #putBack(kept: KeptState): void {
    this.#restore(kept.state, kept.meta.version);
    // The next write is a generation of the new version; the old one stays until that has been read back.
    if (kept.meta.version !== this.#options.version) return;
    this.#saved = { parts: this.#parts() };
    this.#snapshotSize = kept.snapshotSize;
    this.#recordSize = kept.recordSize;
    this.#place = { generation: kept.generation, at: kept.records, before: kept.lastCheck };
  }

  async #setAside({ keys }: Damage): Promise<void> {
    const { storage } = this.#options;
    const values = await Promise.all(keys.map((key) => storage.get(key)));
    await storage.write(
      keys.flatMap((key, at) => [
        { key: this.#keys.aside(key), value: values[at] },
        { key, value: undefined },
      ]),
    );
  }

  #isTooOld({ savedAtMs }: KeptState): boolean {
    const { maxAgeMs, clock } = this.#options;
    return maxAgeMs !== undefined && clock.nowMs() - savedAtMs > maxAgeMs;
  }

  #parts(): unknown {
    return selected(this.#store.getState(), this.#options.select);
  }

  #isSaved(): boolean {
    return this.#saved !== undefined && differencesBetween(this.#saved.parts, this.#parts()).length === 0;
  }

  get #isPaused(): boolean {
    return this.#status.phase === 'paused';
  }

  #changed(): void {
    if (this.#status.isSaved) this.#become({ isSaved: false });
    if (this.#status.phase === 'ready') this.#later(this.#options.debounceMs);
  }

  #later(delayMs: number): void {
    this.#cancel ??= this.#options.timers.after(delayMs, () => {
      this.#cancel = undefined;
      this.flush().catch(() => {});
    });
  }

  async #write(): Promise<void> {
    if (!this.#mayWrite) throw this.#status.problem ?? persistError('stopped');
    if (this.#isPaused && !this.#isSaved()) throw persistError('paused');
    if (this.#isPaused) return;
    const parts = this.#parts();
    let beside: Accompaniment | undefined;
    try {
      beside = await this.#companion?.take();
      await this.#save(parts, beside?.writes ?? []);
      beside?.saved();
    } catch (error) {
      beside?.failed?.();
      const problem = codedFor(error);
      this.#hasFailed = true;
      if (this.#isPaused) this.#become({ isSaved: false, problem });
      else {
        this.#become({ phase: 'failing', isSaved: false, problem });
        this.#later(this.#retryMs);
      }
      this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
      throw error;
    }
    this.#retryMs = FIRST_RETRY_MS;
    const isSaved = this.#isSaved();
    const { phase } = this.#status;
    const hasFailed = this.#hasFailed;
    this.#hasFailed = false;
    this.#become({ phase: phase === 'failing' ? 'ready' : phase, isSaved }, hasFailed);
    if (!isSaved) this.#later(this.#options.debounceMs);
  }

  async #save(parts: unknown, beside: readonly KeyValueWrite[]): Promise<void> {
    const { maxRecords, storage, clock } = this.#options;
    const place = this.#place;
    const isLong =
      place === undefined || place.at >= maxRecords || this.#recordSize > this.#snapshotSize + 10_000;
    if (isLong || this.#saved === undefined) {
      await this.#saveGeneration(parts, (place?.generation ?? 0) + 1, beside);
      return;
    }
    const differences = differencesBetween(this.#saved.parts, parts);
    if (differences.length === 0 && beside.length === 0) return;
    const { write, check } = recordWrite(this.#keys, this.#codec, place, differences, clock.nowMs());
    await storage.write([write, ...beside]);
    this.#saved = { parts };
    this.#recordSize += write.value?.length ?? 0;
    this.#place = { ...place, at: place.at + 1, before: check };
  }

  async #saveGeneration(parts: unknown, generation: number, beside: readonly KeyValueWrite[]): Promise<void> {
    const { storage, version, clock } = this.#options;
    const text = JSON.stringify(this.#codec.encode(parts));
    const { body, head } = generationWrites(this.#keys, generation, text, version, clock.nowMs());
    for (const write of body) await storage.write([write]);
    // The old one stays until the new one has been read back.
    for (const { key, value } of body) {
      if ((await storage.get(key)) !== value)
        throw persistError('damaged', { key, problem: 'it was read back otherwise than it was written' });
    }
    await storage.write([head, ...beside]);
    this.#saved = { parts };
    this.#place = { generation, at: 0, before: '' };
    this.#snapshotSize = text.length;
    this.#recordSize = 0;
    await dropOtherGenerations(storage, this.#keys, generation);
  }

  #become(next: Partial<PersistStatus>, isMended = false): void {
    const { problem, ...rest } = { ...this.#status, ...next };
    this.#status = isMended || problem === undefined ? rest : { ...rest, problem };
    this.#listeners.tell(this.#status);
  }
}
