/** The widths of the lines of each post that the sketch shows. */
const POSTS: readonly (readonly string[])[] = [
  ['46%', '96%', '72%'],
  ['58%', '90%', '94%', '38%'],
  ['40%', '86%'],
  ['52%', '95%', '66%'],
];

/** What a feed looks like from afar. It is read from each reader's own database: the plan has nothing live to show. */
export function FeedPicture() {
  return (
    <div className="feed-picture" aria-hidden="true">
      {POSTS.map((lines, at) => (
        <div key={at}>
          {lines.map((width) => (
            <span key={width} style={{ width }} />
          ))}
        </div>
      ))}
    </div>
  );
}
