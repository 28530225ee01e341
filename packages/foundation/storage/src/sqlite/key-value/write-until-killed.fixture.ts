/**
 * A process for the kill tests: writes the same number under two keys of its own, again and again, and prints it once
 * the write is acknowledged. Ends by itself after so many rounds.
 */
import { createSqliteKeyValueStore } from '../index.ts';

const [path = '', name = '', rounds = 'Infinity'] = process.argv.slice(2);
const store = await createSqliteKeyValueStore({ path, busyTimeoutMs: 20_000 });
const start = Number((await store.get(`${name} first`)) ?? 0);
for (let round = 1; round <= Number(rounds); round += 1) {
  const value = String(start + round);
  await store.write(['first', 'second', `at ${value}`].map((key) => ({ key: `${name} ${key}`, value })));
  process.stdout.write(`${value}\n`);
}
await store.close();
