import type { Operation } from '@statehouse/ot';

type Edit = Operation['edits'][number];

/** A place in the order: they sort as their numbers do. */
function placeAt(at: number): { readonly parent: null; readonly position: string } {
  // A key never ends in the least digit.
  return { parent: null, position: `${String(at).padStart(5, '0')}5` };
}

/** A new task at a place of the order. */
export function addTask(id: string, at: number): Edit {
  return { kind: 'insert', table: 'tasks', id, fields: { title: `Task ${id}` }, place: placeAt(at) };
}

/** Votes for a task. */
export function voteFor(id: string): Edit {
  return { kind: 'modify', table: 'tasks', id, changes: { votes: { kind: 'add', amount: 1 } } };
}

/** A task to another place of the order. */
export function moveTask(id: string, at: number): Edit {
  return { kind: 'move', table: 'tasks', id, place: placeAt(at) };
}
