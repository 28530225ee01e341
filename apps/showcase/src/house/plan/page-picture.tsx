import type { Snapshot } from '@statehouse/db';
import { useQuery } from '@statehouse/react';
import type { SyncedDocument } from '@statehouse/sync';
import { Square, SquareCheck } from 'lucide-react';
import { NOTE_ID, type ShowcaseSchema } from '../../../schema.ts';

/** So much of a text is enough for a picture. */
const MAX_CHARACTERS = 800;
const MAX_TASKS = 8;

const noteBody = (snapshot: Snapshot<ShowcaseSchema>) => snapshot.table('notes').get(NOTE_ID)?.body;
const taskRows = (snapshot: Snapshot<ShowcaseSchema>) => snapshot.table('tasks').all();
const taskOrder = (snapshot: Snapshot<ShowcaseSchema>) => snapshot.children('tasks');

/** The beginning of a page's text and list as they are now; grey lines where there is nothing yet. */
export function PagePicture({ document }: { readonly document: SyncedDocument<ShowcaseSchema> | undefined }) {
  return document === undefined ? <Sketch /> : <LivePicture document={document} />;
}

function LivePicture({ document }: { readonly document: SyncedDocument<ShowcaseSchema> }) {
  const body = useQuery(document, noteBody);
  const rows = useQuery(document, taskRows);
  const order = useQuery(document, taskOrder);
  const text = body?.toString().slice(0, MAX_CHARACTERS).trim() ?? '';
  if (text === '' && order.length === 0) return <Sketch />;
  const [first = '', ...rest] = text.split('\n');
  const tasks = order.slice(0, MAX_TASKS).flatMap((id) => rows.find((row) => row.id === id) ?? []);
  return (
    <div className="page-picture" aria-hidden="true">
      <div className="page-picture-text">
        <p>{first}</p>
        <p>{rest.join('\n').trim()}</p>
      </div>
      <ul className="page-picture-list">
        {tasks.map(({ id, title, done }) => (
          <li key={id} data-done={done}>
            {done ? <SquareCheck size={12} /> : <Square size={12} />}
            <span>{title.toString()}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Sketch() {
  return (
    <div className="page-picture page-picture-sketch" aria-hidden="true">
      <div className="page-picture-text">
        {['42%', '96%', '88%', '92%', '54%'].map((width) => (
          <span key={width} style={{ width }} />
        ))}
      </div>
      <div className="page-picture-text">
        {['80%', '64%', '72%'].map((width) => (
          <span key={width} style={{ width }} />
        ))}
      </div>
    </div>
  );
}
