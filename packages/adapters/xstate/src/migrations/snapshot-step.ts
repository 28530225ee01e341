import { isArray } from '@statehouse/kernel';
import type { MigrationStep } from '@statehouse/persist';
import { isRecord } from '../state/actor-state.ts';

/** What has become of a machine from one version to the next. */
export interface SnapshotStep {
  /**
   * Names of states as they were, as paths (`paying.card`), and as they are now. What is below a state goes with it;
   * its timers and what history remembers do as well, where the machine's id is told.
   */
  readonly states?: Readonly<Record<string, string>>;
  /** The id of the machine, which stands in the names of its timers. */
  readonly machineId?: string;
  readonly context?: {
    up(context: unknown): unknown;
    /** Without it nobody can go back over this step. */
    down?(context: unknown): unknown;
  };
  /** By the name of their logic, what has become of children. */
  readonly children?: Readonly<Record<string, SnapshotStep>>;
}

/**
 * A step for the `migrations` of `persistStore`, over an actor and those below it.
 *
 * @param to the version that the step leads to
 */
export function snapshotStep(to: number, step: SnapshotStep): MigrationStep {
  const up = (state: unknown) => migrated(state, step, 'up');
  return canGoDown(step) ? { to, up, down: (state) => migrated(state, step, 'down') } : { to, up };
}

function canGoDown({ context, children = {} }: SnapshotStep): boolean {
  return (context === undefined || context.down !== undefined) && Object.values(children).every(canGoDown);
}

type Direction = 'up' | 'down';
/** What a state was called, and what it is. */
type Name = readonly [was: string, is: string];

function migrated(state: unknown, step: SnapshotStep, direction: Direction): unknown {
  if (!isRecord(state)) return state;
  const { states = {}, machineId, context, children } = step;
  const names = Object.entries(states).map(([was, is]): Name => (direction === 'up' ? [was, is] : [is, was]));
  const rename = (path: string) => renamed(path, names);
  const ids = (id: unknown) =>
    typeof id === 'string' && machineId !== undefined ? renamedId(id, machineId, rename) : id;
  const change = direction === 'up' ? context?.up : context?.down;
  return {
    ...state,
    ...('value' in state ? { value: valueFrom(pathsOf(state.value).map(rename)) } : {}),
    ...(change === undefined ? {} : { context: change.call(context, state.context) }),
    ...(isArray(state.timers) ? { timers: state.timers.map((timer) => renamedTimer(timer, ids)) } : {}),
    ...(isRecord(state.historyValue) ? { historyValue: renamedHistory(state.historyValue, ids) } : {}),
    ...(children === undefined ? {} : { children: childrenOf(state.children, children, direction) }),
  };
}

function childrenOf(
  given: unknown,
  steps: Readonly<Record<string, SnapshotStep>>,
  direction: Direction,
): unknown {
  if (!isRecord(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([id, child]) => {
      const step = isRecord(child) && typeof child.src === 'string' ? steps[child.src] : undefined;
      if (step === undefined || !isRecord(child)) return [id, child];
      return [id, { ...child, snapshot: migrated(child.snapshot, step, direction) }];
    }),
  );
}

const NO_NAME: Name = ['', ''];

/** The longest name that fits is what it was. */
function renamed(path: string, names: readonly Name[]): string {
  const fitting = names.filter(([was]) => path === was || path.startsWith(`${was}.`));
  const [was, is] = fitting.reduce((best, each) => (each[0].length > best[0].length ? each : best), NO_NAME);
  return was === '' ? path : `${is}${path.slice(was.length)}`;
}

/** The leaves of a state value as paths; a parallel state has several. */
function pathsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    const inner = pathsOf(below);
    return inner.length === 0 ? [key] : inner.map((path) => `${key}.${path}`);
  });
}

/** The state value with these leaves. */
function valueFrom(paths: readonly string[]): unknown {
  const [only] = paths;
  if (paths.length === 1 && only !== undefined && !only.includes('.')) return only;
  const below = new Map<string, string[]>();
  for (const path of paths) {
    const [key = '', ...rest] = path.split('.');
    below.set(key, [...(below.get(key) ?? []), ...(rest.length === 0 ? [] : [rest.join('.')])]);
  }
  return Object.fromEntries(
    [...below].map(([key, inner]) => [key, inner.length === 0 ? {} : valueFrom(inner)]),
  );
}

/** Ids of states are the machine's id and the path below it. */
function renamedId(id: string, machineId: string, rename: (path: string) => string): string {
  const prefix = `${machineId}.`;
  const at = id.indexOf(prefix);
  const begins = at === 0 || (at > 0 && id[at - 1] === '.');
  return begins ? `${id.slice(0, at)}${prefix}${rename(id.slice(at + prefix.length))}` : id;
}

function renamedTimer(timer: unknown, ids: (id: unknown) => unknown): unknown {
  if (!isRecord(timer) || !isRecord(timer.event)) return timer;
  return { ...timer, id: ids(timer.id), event: { ...timer.event, type: ids(timer.event.type) } };
}

function renamedHistory(history: Readonly<Record<string, unknown>>, ids: (id: unknown) => unknown): unknown {
  return Object.fromEntries(
    Object.entries(history).map(([key, nodes]) => [
      String(ids(key)),
      isArray(nodes) ? nodes.map((node) => (isRecord(node) ? { ...node, id: ids(node.id) } : node)) : nodes,
    ]),
  );
}
