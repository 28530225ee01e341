import { runMachine } from './machine-page.ts';
import { runShared } from './shared-page.ts';
import { runWriter } from './writer-page.ts';

/** What one page does is said in its address: `?do=write&storage=indexeddb`, `?do=share`, `?do=machine`. */
const question = new URLSearchParams(location.search);
const runs: Readonly<Record<string, () => Promise<void>>> = { share: runShared, machine: runMachine };
const run = runs[question.get('do') ?? ''] ?? (() => runWriter(question.get('storage') ?? ''));
run().catch((error: unknown) => {
  document.title = `broken: ${String(error)}`;
});
