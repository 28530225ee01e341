import { persistError } from '../errors.ts';

/** One step between two neighbouring versions. Pure: it gets a stored state and answers with another. */
export interface MigrationStep {
  /** The version that `up` leads to, and `down` leads away from. */
  readonly to: number;
  up(state: unknown): unknown;
  /** Without it nobody can go back over this step. */
  down?(state: unknown): unknown;
  /** The same for one row of a table that is kept by rows, by its path; without it rows stay as they are. */
  readonly rows?: Readonly<Record<string, RowStep>>;
}

/** What a step does to one row. Pure. */
export interface RowStep {
  up(row: unknown): unknown;
  down?(row: unknown): unknown;
}

/**
 * What makes of a state of one version the state of another; it throws `persist/migration-failed` when a step throws.
 *
 * @throws StatehouseError `persist/no-step`, `persist/newer-version`
 */
export function migrationBetween(
  from: number,
  target: number,
  steps: readonly MigrationStep[],
  key: string,
): (state: unknown) => unknown {
  const stepTo = new Map(steps.map((step) => [step.to, step]));
  const way: ((state: unknown) => unknown)[] = [];
  for (let to = from + 1; to <= target; to += 1) {
    const step = stepTo.get(to);
    if (step === undefined) throw persistError('no-step', { to, from, target });
    way.push((state) => run(() => step.up(state), to, 'up'));
  }
  for (let version = from; version > target; version -= 1) {
    const step = stepTo.get(version);
    if (step?.down === undefined) throw persistError('newer-version', { key, found: from, known: target });
    way.push((state) => run(() => step.down?.(state), version, 'down'));
  }
  return (state) => way.reduce((now, step) => step(now), state);
}

/**
 * A state of one version as a state of another.
 *
 * @throws StatehouseError `persist/no-step`, `persist/newer-version`, `persist/migration-failed`
 */
export function migrate(
  state: unknown,
  from: number,
  target: number,
  steps: readonly MigrationStep[],
  key: string,
): unknown {
  return migrationBetween(from, target, steps, key)(state);
}

function run(step: () => unknown, to: number, direction: 'up' | 'down'): unknown {
  try {
    return step();
  } catch (cause) {
    throw persistError('migration-failed', { to, direction }, { cause });
  }
}
