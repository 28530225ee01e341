/** One change of a zustand store: what was handed to `set`, a function already asked. */
export interface SetInput<State = unknown> {
  /** What the journal calls it. */
  readonly name: string;
  readonly partial: State | Partial<State>;
  /** Whether it is all of the state, rather than merged into it. */
  readonly replace: boolean;
}

/** What a change may be called: a name, or an action in the habit of the devtools. */
export type ChangeName = string | { readonly type: string };

/** The name of a change that was given none. */
export const UNNAMED = 'set';

export function nameFrom(given: unknown): string {
  if (typeof given === 'string' && given !== '') return given;
  const hasType = typeof given === 'object' && given !== null && 'type' in given;
  return hasType && typeof given.type === 'string' && given.type !== '' ? given.type : UNNAMED;
}

/** What zustand makes of a state and a change. */
export function stateAfter(state: unknown, { partial, replace }: SetInput): unknown {
  return replace ? partial : Object.assign({}, state, partial);
}

/** A state that came from a disk has no functions: those of the present one stay. */
export function withFunctions(state: unknown, present: unknown): unknown {
  if (!isRecord(state) || !isRecord(present)) return state;
  const missing = Object.entries(present).filter(
    ([key, value]) => typeof value === 'function' && state[key] === undefined,
  );
  return missing.length === 0 ? state : { ...state, ...Object.fromEntries(missing) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
