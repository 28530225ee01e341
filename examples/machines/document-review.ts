import { startLocalServer } from '@statehouse/cli';
import { defineSchema, type Snapshot, string, table } from '@statehouse/db';
import { createSyncClient, type SyncedDocument } from '@statehouse/sync';
import { initialTransition, setup, transition } from 'xstate';

type ReviewEvent =
  | { readonly type: 'SUBMIT' }
  | { readonly type: 'APPROVE'; readonly by: string }
  | { readonly type: 'REQUEST_CHANGES'; readonly by: string };

/** A draft that two people review side by side. Whoever asks for changes sends it back; both have to approve. */
const review = setup({
  types: { events: {} as ReviewEvent },
  guards: { isBy: ({ event }, name: string) => 'by' in event && event.by === name },
}).createMachine({
  id: 'review',
  initial: 'draft',
  states: {
    draft: { on: { SUBMIT: 'inReview' } },
    inReview: {
      type: 'parallel',
      on: { REQUEST_CHANGES: 'changesRequested' },
      onDone: 'approved',
      states: {
        ben: {
          initial: 'reading',
          states: {
            reading: { on: { APPROVE: { guard: { type: 'isBy', params: 'ben' }, target: 'content' } } },
            content: { type: 'final' },
          },
        },
        cyrus: {
          initial: 'reading',
          states: {
            reading: { on: { APPROVE: { guard: { type: 'isBy', params: 'cyrus' }, target: 'content' } } },
            content: { type: 'final' },
          },
        },
      },
    },
    changesRequested: { on: { SUBMIT: 'inReview' } },
    approved: { type: 'final' },
  },
});

/** The events stand in the document, in its order: every replica that has the same ones is in the same state. */
const schema = defineSchema({
  version: 1,
  tables: {
    events: table({ type: string(), by: string() }, { order: 'list' }),
    texts: table({ body: string() }),
  },
});
type ReviewSchema = typeof schema;

function eventFrom({ type, by }: { readonly type: string; readonly by: string }): ReviewEvent | undefined {
  if (type === 'SUBMIT') return { type };
  return type === 'APPROVE' || type === 'REQUEST_CHANGES' ? { type, by } : undefined;
}

/** What the machine makes of a document. What it does not listen to in a state (a late approval, say) changes nothing. */
function stateOf(snapshot: Snapshot<ReviewSchema>): string {
  let [state] = initialTransition(review);
  for (const id of snapshot.children('events')) {
    const row = snapshot.table('events').get(id);
    const event = row === undefined ? undefined : eventFrom(row);
    if (event !== undefined) [state] = transition(review, state, event);
  }
  return JSON.stringify(state.value);
}

const server = await startLocalServer({ schema });
const join = (user: string) => createSyncClient({ url: server.url, token: () => server.token(user), schema });
const clients = { ada: join('ada'), ben: join('ben'), cyrus: join('cyrus') };
const ada = await clients.ada.open('report');
const ben = await clients.ben.open('report');
const cyrus = await clients.cyrus.open('report');

/** An event is a transaction, with what belongs to it: a new text and its submission are there together or not at all. */
function send(document: SyncedDocument<ReviewSchema>, by: string, type: ReviewEvent['type'], body?: string) {
  document.transact((tx) => {
    tx.events.insert({ type, by });
    if (body === undefined) return;
    if (document.snapshot.table('texts').get('report') === undefined) tx.texts.insert({ id: 'report', body });
    else tx.texts.modify('report', { body });
  });
}

/** Waits until all three have everything. */
async function settled() {
  for (const document of [ada, ben, cyrus]) await document.whenSynced();
  const states = () => [ada, ben, cyrus].map(({ snapshot }) => stateOf(snapshot));
  while (new Set(states()).size > 1) await new Promise((heard) => setTimeout(heard, 5));
  return states()[0];
}

send(ada, 'ada', 'SUBMIT', 'First words.');
console.log('Submitted:', await settled());
send(ben, 'ben', 'APPROVE');
console.log('Ben approves:', await settled());
send(cyrus, 'cyrus', 'REQUEST_CHANGES');
console.log('Cyrus does not:', await settled());
send(ada, 'ada', 'SUBMIT', 'Better words.');
console.log('Submitted again:', await settled(), ben.snapshot.table('texts').get('report')?.body);
// Both at once, neither knowing of the other.
send(ben, 'ben', 'APPROVE');
send(cyrus, 'cyrus', 'APPROVE');
console.log('Both approve:', await settled());
await Promise.all([...Object.values(clients), server].map((each) => each.close()));
