import { runShared } from './shared-page.ts';
import { runWriter } from './writer-page.ts';

/** What one page does is said in its address: `?do=write&storage=indexeddb`, `?do=share`. */
const question = new URLSearchParams(location.search);
const run = question.get('do') === 'share' ? runShared() : runWriter(question.get('storage') ?? '');
run.catch((error: unknown) => {
  document.title = `broken: ${String(error)}`;
});
