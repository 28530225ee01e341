import { isJsonObject } from '@statehouse/kernel';
import { isProblem } from '../wire/problem.ts';

const AWAY = 'The server cannot be reached.';

/** What went wrong with a request, in words for a person. */
export function reasonIn(error: unknown): string {
  if (!isJsonObject(error)) return AWAY;
  if (isAway(error)) return AWAY;
  const said = isProblem(error.data) ? error.data : error;
  return typeof said.message === 'string' && said.message !== '' ? said.message : AWAY;
}

/** Whether a request got no answer from the server itself: nobody was there, or only somebody in between. */
export function isAway(error: unknown): boolean {
  return (
    isJsonObject(error) &&
    (error.status === 'FETCH_ERROR' || error.status === 502 || error.status === 503 || error.status === 504)
  );
}
