/**
 * Where the cost of a figure lies, and what no structure can go below: told where its goal is missed. By case and metric.
 */
export const COSTS: Readonly<Record<string, string>> = {
  'entities get':
    'Above the processor’s caches a read is as many cache misses as it has dependent loads. A native map has two or three (bucket, entry, value); a table three to four: the cell of the id’s hash, the page of its slot, the entity, and the entity’s own id, which has to be compared because JavaScript cannot see the hash that the engine keeps of a string. The limit is the native map’s own time plus one miss: about 1.3 times.',
  'entities update':
    'A native map writes one entry and allocates one entity. A persistent table also copies a path of nodes of 32; at least one of them has to be new in every version.',
  'entities batch-1000':
    'A batch copies each node that it touches once. A thousand entities spread over a million touch a thousand leaves of 32: 32 words are copied for each entity where a native map writes one. Collections of those nodes are counted too, and cost most where other processes want the processors.',
  'entities longest-pause':
    'What is left are collections of the young generation that fall into an operation; no step of a table is larger than a part of its directory.',
  'memory growth-10000':
    'Seven objects for each row: the row, the edit that inserted it and its effect, which undo and replay keep, with the fields once in each. Rows alone are about 1.2 MB, which nothing that keeps them as objects goes below; the table’s share is 0.5 MB.',
  'state-update-1000 all':
    'A thousand operations are checked, applied, told and kept for undo: about a microsecond each, and the collection of what they replaced.',
  'live-update per-change':
    'A transaction that leads to a changed row also makes an operation, checks and applies it, keeps it for undo and tells listeners; the query’s own part is a few microseconds.',
  'indexed-first-50 p99':
    'The median is far below the goal. What is above it are collections of a heap of several gigabytes, which fall into one query in a hundred where other processes want the processors.',
  'xstate-event per-change':
    'Of some 2 microseconds a third is bringing the event in and telling who sent it, a third is the gate, the plain state and the entry, four readings of clocks among them, and the rest are collections of what the journal keeps. 5 % of this event is 0.3 microseconds; the hub alone needs 0.5 for an entry. Events that call for more work of a machine cost no more on the hub.',
  'redux-dispatch per-change':
    'An entry of the journal is three objects that live as long as its window; most of the cost is collecting them.',
};
