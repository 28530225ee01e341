import type { MigrationStep } from '../migrations/migrate.ts';

/** The steps of one table's rows; a step that says nothing of them leaves them as they are. */
export function stepsOfTable(steps: readonly MigrationStep[], path: string): readonly MigrationStep[] {
  return steps.map((step): MigrationStep => {
    const own = step.rows?.[path];
    const up = (row: unknown) => (own === undefined ? row : own.up(row));
    const hasDown = own === undefined ? step.down !== undefined : own.down !== undefined;
    const down = (row: unknown) => (own?.down === undefined ? row : own.down(row));
    return hasDown ? { to: step.to, up, down } : { to: step.to, up };
  });
}
