import { relativeTime } from '../../../../connection/relative-time.ts';
import { useNow } from '../../../../connection/use-now.ts';

const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const DAY_MS = 86_400_000;

/** How long ago something was, with the exact time on hover; what is older than a month has its day. */
export function When({ at }: { readonly at: number }) {
  const nowMs = useNow(60_000, true);
  const time = new Date(at);
  return (
    <time dateTime={time.toISOString()} title={EXACT.format(time)}>
      {nowMs - at > 30 * DAY_MS ? DAY.format(time) : relativeTime(at, nowMs)}
    </time>
  );
}
