/** Longer than this nobody is left alone: who says so may have meant something else. */
const LONGEST_MS = 3_600_000;

/**
 * How long a server wants to be left alone, by the `Retry-After` of its answer: seconds, or a date, which is by the clock of the server
 * (RFC 9110, 10.2.3). Undefined if it does not say. Across origins a page is told only of headers that `Access-Control-Expose-Headers` names.
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - serverTime(headers, nowMs);
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), LONGEST_MS);
}

function serverTime(headers: Headers, nowMs: number): number {
  const saidMs = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(saidMs) ? nowMs : saidMs;
}
