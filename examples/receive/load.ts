import { createDatabase, defineSchema, number, ref, string, table } from '@statehouse/db';
import { snapshotFromData } from '@statehouse/db/nested';

const schema = defineSchema({
  version: 1,
  tables: {
    owners: table({ name: string() }),
    tasks: table(
      { title: string(), owner: ref('owners', { onDelete: 'cascade' }), score: number() },
      { indexes: [['owner', 'score']] },
    ),
  },
});
const owners = Array.from({ length: 100 }, (_, at) => ({ id: at, name: `Owner ${at}` }));
const tasks = Array.from({ length: 10_000 }, (_, at) => ({
  id: at,
  title: `Task ${at}`,
  owner: at % 100,
  score: at,
}));

const snapshot = snapshotFromData(schema, { owners, tasks });
const database = createDatabase({ schema, snapshot });
console.log(database.snapshot.table('tasks').size, database.log.version, database.canUndo);
