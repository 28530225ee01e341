import { settleSets } from './apply-change.ts';
import { applyEdit } from './apply-edit.ts';
import type { Conflict } from './conflict.ts';
import { type DocumentState, NOT_HELD } from './document-state.ts';
import type { Effect } from './effect.ts';
import { effectOf } from './effect-of-rows.ts';
import type { Edit, Operation, Origin } from './operation.ts';
import { TextValue } from './row.ts';
import { settleDeletions } from './settle-deletions.ts';
import { settlePlaces } from './settle-places.ts';
import { settleReferences } from './settle-references.ts';
import { settleUniques } from './settle-uniques.ts';
import { applyText, deltaFits } from './text-algebra.ts';
import { WorkingSet } from './working-set.ts';

/** What came of an operation at one place in the log. */
export interface Applied<State extends DocumentState> {
  readonly state: State;
  /** Empty if nothing changed; `state` is then the same object. */
  readonly effect: Effect;
  readonly conflicts: readonly Conflict[];
}

const NO_CONFLICTS: readonly Conflict[] = [];
const NO_EFFECT: Effect = [];

/**
 * Applies a well-formed operation to any state. Total: it never throws; what cannot take effect is skipped (one edit,
 * or one field of a modify) and recorded as a conflict. References are judged at the end, so that the edits of one
 * operation may stand in any order. Equal arguments give equal results on every replica.
 */
export function apply<State extends DocumentState>(
  state: State,
  operation: Operation,
  origin: Origin,
): Applied<State> {
  const [first] = operation.edits;
  if (first !== undefined && operation.edits.length === 1) {
    const quick = applyLoneText(state, first);
    if (quick !== undefined) return quick;
  }
  const working = new WorkingSet(state, origin);
  for (const edit of operation.edits) applyEdit(working, edit);
  settleSets(working);
  settleReferences(working);
  settlePlaces(working);
  settleDeletions(working);
  settleUniques(working);
  const { effect, writes } = effectOf(working);
  return {
    state: writes.length === 0 ? state : state.with(writes),
    effect: effect.length === 0 ? NO_EFFECT : effect,
    conflicts: working.conflicts.length === 0 ? NO_CONFLICTS : working.conflicts,
  };
}

/** The keystroke: one delta for one text. Undefined where anything else is asked or a rule must decide. */
function applyLoneText<State extends DocumentState>(state: State, edit: Edit): Applied<State> | undefined {
  if (edit.kind !== 'modify') return undefined;
  let only: string | undefined;
  for (const field in edit.changes) {
    if (only !== undefined) return undefined;
    only = field;
  }
  const change = only === undefined ? undefined : edit.changes[only];
  if (only === undefined || change?.kind !== 'text' || change.delta.length === 0) return undefined;
  const { table, id } = edit;
  const row = state.get(table, id);
  if (row === undefined || row === NOT_HELD) return undefined;
  const value = row[only];
  if (!(value instanceof TextValue) || value.incarnation !== change.incarnation) return undefined;
  if (!deltaFits(value.content, change.delta)) return undefined;
  const { text, removed } = applyText(value.content, change.delta);
  const { incarnation, delta } = change;
  return {
    state: state.with([{ table, id, row: { ...row, [only]: new TextValue(incarnation, text) } }]),
    effect: [
      { kind: 'modify', table, id, fields: { [only]: { kind: 'text', incarnation, delta, removed } } },
    ],
    conflicts: NO_CONFLICTS,
  };
}
