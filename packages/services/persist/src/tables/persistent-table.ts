import { diffTables, emptyTable, type Table } from '@statehouse/collections/table';
import { persistError } from '../errors.ts';
import type { TableForm } from './table-form.ts';

/**
 * Persistent tables of `@statehouse/collections`: differences cost what changed. A row whose entity is of another id than
 * its own is refused.
 *
 * @param parse makes of what was stored an entity, or throws
 */
export function tableForm<Entity extends object>(
  idOf: (entity: Entity) => string,
  parse: (stored: unknown) => Entity,
): TableForm<Entity> {
  const empty = emptyTable(idOf);
  const isTable = (value: unknown): value is Table<Entity> =>
    typeof value === 'object' && value !== null && 'isKinOf' in value && 'slotOf' in value;
  const checked = (table: unknown): Table<Entity> => {
    if (table === undefined) return empty;
    if (isTable(table)) return table;
    throw persistError('not-a-table', { form: 'tableForm' });
  };
  return {
    parse(stored, id) {
      const entity = parse(stored);
      const own = idOf(entity);
      if (own !== id) throw persistError('not-its-id', { id, own });
      return entity;
    },
    *changesBetween(before, after) {
      const table = checked(after);
      if (before === undefined) for (const entity of table) yield { id: idOf(entity), row: entity };
      else for (const { id, after: row } of diffTables(checked(before), table)) yield { id, row };
    },
    begin() {
      let table = empty;
      return {
        add(rows) {
          table = table.batch((draft) => {
            for (const [, entity] of rows) draft.set(entity);
          });
        },
        table: () => table,
      };
    },
  };
}
