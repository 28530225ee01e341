const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' });
const EXACT = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });

/** When something was written: the day, and the exact time on hover. */
export function PostTime({ at }: { readonly at: number }) {
  const time = new Date(at);
  return (
    <time dateTime={time.toISOString()} title={EXACT.format(time)}>
      {DAY.format(time)}
    </time>
  );
}
