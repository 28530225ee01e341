import { isAction, type Middleware } from '@reduxjs/toolkit';
import { isJsonObject, type Random, randomId } from '@statehouse/kernel';
import { isShape, isText } from '../wire/guard.ts';
import { told } from './notifications-slice.ts';
import type { LayeredOfficeApi } from './office-layers.ts';
import { subjectOf } from './subject.ts';
import { reasonIn } from './words.ts';

const isRejection = isShape<{ readonly meta: { readonly arg: MutationArg } }>({
  meta: isShape<{ readonly arg: MutationArg }>({
    arg: isShape<MutationArg>({
      type: (value): value is 'mutation' => value === 'mutation',
      endpointName: isText,
    }),
  }),
});

interface MutationArg {
  readonly type: 'mutation';
  readonly endpointName: string;
}

/** Tells the moderator in words what became of each change that the server did not take: it is shown no more. */
export function tellRefusals(reducerPath: LayeredOfficeApi['reducerPath'], random: Random): Middleware {
  return ({ dispatch }) =>
    (next) =>
    (action) => {
      const result = next(action);
      if (!isAction(action) || action.type !== `${reducerPath}/executeMutation/rejected`) return result;
      if (!isRejection(action)) return result;
      const { arg } = action.meta;
      // Nobody waits for counts.
      if (arg.endpointName === 'reportUsage') return result;
      const given = 'originalArgs' in arg ? arg.originalArgs : undefined;
      const subject = subjectOf(arg.endpointName, given);
      const error = 'payload' in action && isJsonObject(action.payload) ? action.payload : undefined;
      if (isRemoval(error)) return result;
      dispatch(
        told({
          id: randomId(random, 12),
          tone: 'refusal',
          text: `${subject}: not done. ${reasonIn(error ?? ('error' in action ? action.error : undefined))}`,
        }),
      );
      return result;
    };
}

/** Whoever takes a change out of the queue knows that it is not done. */
export function isRemoval(error: unknown): boolean {
  return isJsonObject(error) && isJsonObject(error.data) && error.data.code === 'redux/offline-removed';
}
