import type { Snapshot } from '@statehouse/db';
import { useQuery } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import type { ShowcaseSchema } from '../../../schema.ts';

/** The widths of a title for each post of the list, and of the lines of the one that is open. */
const TITLES = ['78%', '62%', '90%', '54%'] as const;
const LINES = ['58%', '98%', '92%', '95%', '61%'] as const;

/** A list of posts with one of them open, and under it what somebody here said last. */
export function BlogPicture({ document }: { readonly document: SyncedDocument<ShowcaseSchema> | undefined }) {
  return (
    <div className="blog-picture" aria-hidden="true">
      <div>
        {TITLES.map((width) => (
          <div key={width}>
            <span style={{ width }} />
            <span />
          </div>
        ))}
      </div>
      <div>
        {LINES.map((width) => (
          <span key={width} style={{ width }} />
        ))}
        {document !== undefined && <LastReply document={document} />}
      </div>
    </div>
  );
}

function LastReply({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const said = useQuery(document, lastReply);
  return said === undefined ? null : <p>{said}</p>;
}

function lastReply(snapshot: Snapshot<ShowcaseSchema>): string | undefined {
  let lastAt = 0;
  let said: string | undefined;
  for (const { name, body, writtenAt } of snapshot.table('replies')) {
    if (writtenAt <= lastAt) continue;
    lastAt = writtenAt;
    said = `${name}: ${body}`;
  }
  return said;
}
