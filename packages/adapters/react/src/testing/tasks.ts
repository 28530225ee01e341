import {
  boolean,
  counter,
  createDatabase,
  type Database,
  defineSchema,
  string,
  table,
  text,
} from '@statehouse/db';
import { seededRandom, VirtualTime } from '@statehouse/kernel/testing';

/** An ordered list of tasks: a text, a flag, a counter and a colour each. */
export const tasksSchema = defineSchema({
  version: 1,
  tables: {
    tasks: table(
      { title: text(), done: boolean().default(false), votes: counter(), color: string().default('') },
      { order: 'list' },
    ),
  },
});
export type TasksSchema = typeof tasksSchema;

/** A local document with tasks `t0`, `t1`, … */
export function tasksDatabase(count = 0): Database<TasksSchema> {
  const database = createDatabase({ schema: tasksSchema, random: seededRandom(1), clock: new VirtualTime() });
  if (count === 0) return database;
  database.transact(
    (tx) => {
      for (let at = 0; at < count; at += 1) tx.tasks.insert({ id: `t${at}`, title: `Task ${at}` });
    },
    { undoable: false },
  );
  return database;
}
