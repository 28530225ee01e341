import {
  concatMap,
  exhaustMap,
  mergeMap,
  type ObservableInput,
  type OperatorFunction,
  switchMap,
} from 'rxjs';

/** What happens to what is under way when something new comes. */
export type FlatteningPolicy =
  /** It is given up for the new. For searches: only the newest answer counts. */
  | 'switch'
  /** The new waits for it. For writes, whose order counts. */
  | 'concat'
  /** The new is let go. For buttons that people press twice. */
  | 'exhaust'
  /** Both go on, so many at once; what is more waits. */
  | { readonly merge: number };

/** Makes a stream of each value, and one of all of them by a policy. */
export function flatten<Value, Result>(
  policy: FlatteningPolicy,
  project: (value: Value) => ObservableInput<Result>,
): OperatorFunction<Value, Result> {
  if (policy === 'switch') return switchMap(project);
  if (policy === 'concat') return concatMap(project);
  return policy === 'exhaust' ? exhaustMap(project) : mergeMap(project, policy.merge);
}
