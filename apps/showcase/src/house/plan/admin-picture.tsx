/** The width of each title on the desk, and whether somebody has decided about it. */
const LINES = [
  ['72%', true],
  ['58%', true],
  ['84%', false],
  ['46%', false],
  ['66%', true],
] as const;

/** What a moderator's desk looks like from afar. Who enters signs in first: the plan has nothing to show of it. */
export function AdminPicture() {
  return (
    <div className="admin-picture" aria-hidden="true">
      {LINES.map(([width, isDone]) => (
        <div key={width} data-done={isDone}>
          <span />
          <span style={{ width }} />
          <span />
        </div>
      ))}
    </div>
  );
}
