import type { Json } from '@statehouse/kernel';
import type { Change, Edit, ModifyEdit } from './operation.ts';

/** What an edit that does not take effect loses. */
export function lostByEdit(edit: Edit): Json {
  switch (edit.kind) {
    case 'insert':
      return edit.place === undefined
        ? { fields: edit.fields }
        : { fields: edit.fields, place: { ...edit.place } };
    case 'modify':
      return lostChanges(edit.changes);
    case 'move':
      return { place: { ...edit.place } };
    case 'delete':
      return null;
  }
}

function lostChanges(changes: ModifyEdit['changes']): Json {
  const lost: Record<string, Json> = {};
  for (const [field, change] of Object.entries(changes)) lost[field] = lostChange(change);
  return { changes: lost };
}

/** A change as plain JSON, for a conflict's record of what was lost. */
export function lostChange(change: Change): Json {
  if (change.kind !== 'patch') return { ...change };
  return {
    kind: 'patch',
    patches: change.patches.map(({ path, value }) => (value === undefined ? { path } : { path, value })),
  };
}
