import {
  type Action,
  configureStore,
  createListenerMiddleware,
  createSlice,
  type Dispatch,
  isAction,
  type Middleware,
  type PayloadAction,
} from '@reduxjs/toolkit';
import { createHub, type HubOptions, type JournalEntry, type Problem } from '@statehouse/hub';
import { type JoinHubOptions, joinHub } from '../join-hub.ts';
import { handleOf } from '../shown-enhancer.ts';

export const notes = createSlice({
  name: 'notes',
  initialState: { texts: [] as readonly string[], seen: 0 },
  reducers: {
    wrote(state, { payload }: PayloadAction<string>) {
      if (payload === 'fail') throw new Error('told to fail');
      state.texts.push(payload);
    },
    saw(state) {
      state.seen += 1;
    },
    asked: () => {},
  },
});

export const { wrote, saw, asked } = notes.actions;

/** Middleware that dispatches around a note: `saw` before `before`, and after `after`. */
export const around: Middleware = (api) => (next) => (action) => {
  const text = isAction(action) && wrote.match(action) ? action.payload : undefined;
  if (text === 'before') api.dispatch(saw());
  const result = next(action);
  if (text === 'after') api.dispatch(saw());
  return result;
};

export interface NotesOptions {
  readonly hub?: HubOptions;
  readonly join?: JoinHubOptions;
  /** With the middleware that follows causes through middleware. */
  readonly follows?: boolean;
}

/** A store of notes on a hub of its own. */
export function notesOnHub({ hub: hubOptions, join, follows = false }: NotesOptions = {}) {
  const problems: Problem[] = [];
  const hub = createHub({ onProblem: (problem) => problems.push(problem), ...hubOptions });
  const listeners = createListenerMiddleware();
  const onHub = joinHub(hub, 'notes', join);
  let within: Dispatch | undefined;
  const keepsDispatch: Middleware = ({ dispatch }) => {
    within = dispatch;
    return (next) => next;
  };
  const store = configureStore({
    reducer: notes.reducer,
    middleware: (defaults) =>
      follows
        ? defaults().prepend(onHub.middleware).concat(listeners.middleware, around, keepsDispatch)
        : defaults().concat(listeners.middleware, around, keepsDispatch),
    enhancers: onHub,
  });
  const entries = (): readonly JournalEntry[] => [...hub.journal.entries(2)];
  /** Dispatches as middleware does: past all enhancers. */
  const dispatchFromWithin = (action: Action) => void within?.(action);
  return { hub, store, listeners, problems, entries, dispatchFromWithin, handle: handleOf(store) };
}

/** What happened, as `name`, or `name < its cause`. */
export function causesOf(entries: readonly JournalEntry[]): readonly string[] {
  const names = new Map(entries.map(({ id, name }) => [id, name]));
  return entries.map(({ name, causeId }) => {
    const short = name.replace('notes/', '');
    return causeId === undefined ? short : `${short} < ${names.get(causeId)?.replace('notes/', '')}`;
  });
}
