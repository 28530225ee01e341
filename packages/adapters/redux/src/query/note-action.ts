import type { PayloadAction, UnknownAction } from '@reduxjs/toolkit';
import { isArray, isJsonObject } from '@statehouse/kernel';
import type { Queries } from './cache-entry.ts';
import type { Layerings } from './layer.ts';
import {
  emptyLedger,
  forgetAsked,
  forgetOver,
  type Ledger,
  noteAnswer,
  noteArgument,
  noteFailure,
  noteMutationStart,
  noteNewPage,
  noteOrder,
  noteQueryEnd,
  noteQueryStart,
} from './ledger.ts';
import { isThunkAction, isUpsert, type ThunkAction } from './thunk-action.ts';

/** Whether an answer is all that the entry then holds: one page more says nothing of the pages that were there. */
function isWhole({ meta: { arg } }: ThunkAction, before: Queries): boolean {
  return arg.direction === undefined || before[arg.queryCacheKey ?? '']?.data === undefined;
}

interface ArgChange {
  readonly requestId: string;
  /** Absent: the mutation is called with nothing. */
  readonly arg?: unknown;
}

const argChangedType = (reducerPath: string) => `${reducerPath}/optimistic/argChanged`;

/** A mutation that is under way has another argument from now on, in the same place. */
export function argChanged(reducerPath: string, requestId: string, arg: unknown): PayloadAction<ArgChange> {
  return { type: argChangedType(reducerPath), payload: { requestId, ...(arg === undefined ? {} : { arg }) } };
}

const reorderedType = (reducerPath: string) => `${reducerPath}/optimistic/reordered`;

/** The layers of some mutations are to lie in this order, among themselves, whatever the order in which they began. */
export function reordered(
  reducerPath: string,
  requestIds: readonly string[],
): PayloadAction<readonly string[]> {
  return { type: reorderedType(reducerPath), payload: requestIds };
}

function isTexts(payload: unknown): payload is readonly string[] {
  return isArray(payload) && payload.every((item) => typeof item === 'string');
}

function isArgChange(payload: unknown): payload is ArgChange {
  return isJsonObject(payload) && typeof payload.requestId === 'string';
}

/** What an action makes of a ledger, given the entries before and after it as RTK Query has them. */
export type NoteAction = (ledger: Ledger, action: UnknownAction, before: Queries, after: Queries) => Ledger;

/** What the actions of one API mean to its ledger. */
export function createNoteAction(reducerPath: string, layerings: Layerings): NoteAction {
  const query = (step: string) => `${reducerPath}/executeQuery/${step}`;
  const mutation = (step: string) => `${reducerPath}/executeMutation/${step}`;
  const isLayered = ({ meta }: ThunkAction) => layerings.has(meta.arg.endpointName);

  function noteThunk(ledger: Ledger, action: ThunkAction, before: Queries): Ledger {
    switch (action.type) {
      case query('pending'):
        return noteQueryStart(ledger, action);
      case query('fulfilled'):
        return isUpsert(action.meta.arg) ? ledger : noteQueryEnd(ledger, action, isWhole(action, before));
      case query('rejected'):
        return action.meta.condition ? ledger : noteQueryEnd(ledger, action, false);
      case mutation('pending'):
        return isLayered(action) ? noteMutationStart(ledger, action) : ledger;
      case mutation('fulfilled'):
        return noteAnswer(ledger, action, layerings);
      case mutation('rejected'):
        return noteFailure(ledger, action);
      default:
        return ledger;
    }
  }

  return (ledger, action, before, after) => {
    const known = forgetOver(ledger);
    if (action.type === `${reducerPath}/resetApiState`) return emptyLedger;
    if (action.type === `${reducerPath}/config/middlewareRegistered`) return noteNewPage(known);
    if (isThunkAction(action)) return noteThunk(known, action, before);
    if (action.type === argChangedType(reducerPath) && isArgChange(action.payload)) {
      return noteArgument(known, action.payload.requestId, action.payload.arg);
    }
    if (action.type === reorderedType(reducerPath) && isTexts(action.payload))
      return noteOrder(known, action.payload);
    if (action.type.startsWith(`${reducerPath}/`) || before === after) return known;
    // Entries that came with an action of somebody else's, as those of a rendering server do.
    const arrived = Object.keys(after).filter((key) => after[key] !== before[key]);
    return arrived.reduce(forgetAsked, known);
  };
}
