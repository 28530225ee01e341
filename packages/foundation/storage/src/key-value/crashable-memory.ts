import { VolatileQueue, type VolatileQueueOptions } from '../crash/volatile-queue.ts';
import { fail } from '../errors.ts';
import type { KeyValueStore, KeyValueWrite } from './key-value-store.ts';
import { applyWrites, checkCondition, entriesBetween } from './memory.ts';

/** A call as a simulation sees it. */
export interface KeyValueCall {
  readonly method: 'get' | 'range' | 'write';
  /** What a write would store; empty for other calls. */
  readonly writes: readonly KeyValueWrite[];
}

/** What goes wrong with a call, nothing stored; `quota` fits writes only. */
export type KeyValueFault = 'failure' | 'quota';

export interface CrashableKeyValueOptions extends VolatileQueueOptions {
  /** Decides when a call is made; undefined lets it be. */
  readonly faultOf?: (call: KeyValueCall) => KeyValueFault | undefined;
  /** Called when a call is made and again when the device has done it but the caller does not know yet; may crash. */
  readonly at?: (point: 'before' | 'after', call: KeyValueCall) => void;
}

/** A device with one key-value store on it, which outlives the tabs that open it. */
export interface CrashableKeyValueDevice {
  /** The store of a new tab. */
  open(): KeyValueStore;
  /**
   * Kills the tab of one store, or the device: writes that are not synced are lost but for a random prefix, promises
   * under way never settle, and the store is dead.
   */
  crash(store?: KeyValueStore): void;
  /** What is durable at this instant: for checks, at every step. */
  readonly durable: ReadonlyMap<string, string>;
}

/** The simulator's device: writes are volatile until synced, under handed-in time and chance. */
export function createCrashableKeyValueDevice(options: CrashableKeyValueOptions): CrashableKeyValueDevice {
  const contents = new Map<string, string>();
  const queue = new VolatileQueue(options);
  const owners = new WeakMap<KeyValueStore, object>();
  return {
    open() {
      const owner = queue.open();
      const store = openStore(contents, queue, owner, options);
      owners.set(store, owner);
      return store;
    },
    crash: (store) => queue.crash(store && owners.get(store)),
    durable: contents,
  };
}

function openStore(
  contents: Map<string, string>,
  queue: VolatileQueue,
  owner: object,
  options: CrashableKeyValueOptions,
): KeyValueStore {
  let open = true;
  const underWay = new Set<Promise<unknown>>();
  const perform = <Result>(call: KeyValueCall, run: () => Result): Promise<Result> => {
    const answer = submit(call, run);
    const forget = () => underWay.delete(answer);
    underWay.add(answer);
    answer.then(forget, forget);
    return answer;
  };
  const submit = async <Result>(call: KeyValueCall, run: () => Result): Promise<Result> => {
    if (!open) throw fail('closed');
    options.at?.('before', call);
    const fault = options.faultOf?.(call);
    const done = () => options.at?.('after', call);
    const faulty = fault === undefined ? run : refuse(fault, call);
    return queue.submit({ lane: '', writes: call.method === 'write', owner, done, run: faulty });
  };
  return {
    get: (key) => perform({ method: 'get', writes: [] }, () => contents.get(key)),
    range: (from, to, limit) =>
      perform({ method: 'range', writes: [] }, () => entriesBetween(contents, from, to, limit)),
    write: (writes, onlyIf) => {
      const copies = writes.map((write) => ({ ...write }));
      return perform({ method: 'write', writes: copies }, () => {
        checkCondition(onlyIf, (key) => contents.get(key));
        applyWrites(contents, copies);
      });
    },
    close: async () => {
      open = false;
      await Promise.allSettled(underWay);
    },
  };
}

function refuse(fault: KeyValueFault, call: KeyValueCall): () => never {
  return () => {
    if (fault === 'quota') throw fail('quota');
    throw fail('failed', { action: call.method, reason: 'a fault was injected' });
  };
}
