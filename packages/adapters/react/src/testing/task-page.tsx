import type { Document } from '@statehouse/db';
import type { ReactElement, ReactNode } from 'react';
import { useEntity } from '../use-entity.ts';
import { useQuery } from '../use-query.ts';
import { useText } from '../use-text.ts';
import { useUndo } from '../use-undo.ts';
import type { TasksSchema } from './tasks.ts';

interface OfDocument {
  readonly document: Document<TasksSchema>;
}

/** A page that reads a document in every way that a local one can be read. */
export function TaskPage({
  document,
  children,
}: OfDocument & { readonly children?: ReactNode }): ReactElement {
  const ids = useQuery(document, (snapshot) => snapshot.children('tasks'));
  const { canUndo } = useUndo(document);
  return (
    <main>
      <h1>{`${ids.length} tasks`}</h1>
      <ul>
        {ids.map((id) => (
          <TaskRow key={id} document={document} id={id} />
        ))}
      </ul>
      <p>{canUndo ? 'edited' : 'as it came'}</p>
      {children}
    </main>
  );
}

/** One task. */
export function TaskRow({ document, id }: OfDocument & { readonly id: string }): ReactElement {
  const task = useEntity(document, 'tasks', id);
  const title = useText(document, 'tasks', id, 'title');
  return <li className={task?.done ? 'done' : 'open'}>{title?.value}</li>;
}
