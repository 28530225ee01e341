import type { Store } from '@statehouse/hub';
import type { Companion } from '../companion.ts';
import type { KeepOptions } from '../keep-options.ts';
import type { RowsDryRun } from '../rows/dry-run.ts';

/** As much of a store as is needed to keep it. */
export type KeepableStore = Pick<Store, 'getState' | 'subscribe' | 'restore'>;

/** A way to keep tables of a store beside the rest of it. Handed in, so that only who has tables carries it. */
export interface TableKeeping {
  keep(store: KeepableStore, options: KeepOptions): TablesBeside;
  dryRun(options: KeptPlace): Promise<Readonly<Record<string, RowsDryRun>>>;
}

/** What tells where something is kept, and of which version it is to be. */
export type KeptPlace = Pick<
  KeepOptions,
  'storage' | 'key' | 'version' | 'migrations' | 'codecs' | 'timers' | 'stopwatch'
>;

/** The tables of one store, and the store without them. */
export interface TablesBeside extends Companion {
  readonly rest: KeepableStore;
  readonly restOptions: KeepOptions;
}
