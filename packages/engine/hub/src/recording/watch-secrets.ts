import type { Hub } from '../hub.ts';
import type { Redactor } from '../redaction/redactor.ts';

/**
 * Lets a redactor know the secrets of all that happens on a hub from now on, so that they are found in what is recorded
 * after the entry that told of them has left the journal. A recording knows those of its own entries in any case. Costs
 * each change a look at what is new in it; answers with the way to stop.
 */
export function watchSecrets(hub: Hub, redactor: Redactor): () => void {
  return hub.subscribe(({ name: entry, outcome, changes }) => {
    if (outcome.kind === 'failed') redactor.learnFrom(outcome.error);
    for (const { store, input, states } of changes) {
      const place = store === '' ? entry : store;
      redactor.learnFrom(input, place);
      redactor.learnFrom(states?.after, place);
    }
  });
}
