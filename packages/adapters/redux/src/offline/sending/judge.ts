import { isJsonObject } from '@statehouse/kernel';
import type { Failure } from '../kept/kept-entry.ts';

/** Answers of a server that may be other ones later. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** What the error of a request means, as `fetchBaseQuery` reports it. Other errors are refusals. */
export function judgeError(error: unknown): Failure {
  if (!isJsonObject(error)) return 'refused';
  const { status, originalStatus } = error;
  if (status === 'FETCH_ERROR' || status === 'TIMEOUT_ERROR') return 'unanswered';
  if (status === 'PARSING_ERROR') {
    // A page of somebody in between, such as the login of a hotel.
    const isFine = typeof originalStatus === 'number' && originalStatus < 400;
    return isFine ? 'failed' : judgeStatus(originalStatus);
  }
  return judgeStatus(status);
}

function judgeStatus(status: unknown): Failure {
  if (typeof status !== 'number') return 'refused';
  if (status === 401) return 'unauthorized';
  return status >= 500 || passing.has(status) ? 'failed' : 'refused';
}
