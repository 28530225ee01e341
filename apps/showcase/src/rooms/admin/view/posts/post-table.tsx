import { Checkbox, Text } from '@radix-ui/themes';
import type { KeyboardEvent } from 'react';
import { isTyping } from '../../../../chrome/is-typing.ts';
import { selectPendingIds } from '../../data/pending.ts';
import { postsActions } from '../../data/posts-slice.ts';
import type { PostPage } from '../../data/tables.ts';
import { useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';
import { PostRow } from './post-row.tsx';
import { type PostActions, usePostActions } from './use-post-actions.ts';

export interface PostTableProps {
  readonly page: PostPage;
  readonly opened: string | undefined;
  /** The rows are those of the filter before, while its own are on their way. */
  readonly isOld: boolean;
}

/** One page of posts. The keys of a row work while the focus is in it. */
export function PostTable({ page, opened, isOld }: PostTableProps) {
  const dispatch = useOfficeDispatch();
  const actions = usePostActions();
  const pending = useOfficeSelector(selectPendingIds);
  const ticked = useOfficeSelector(({ posts }) => posts.ticked);
  const isAllTicked = page.ids.every((id) => ticked.includes(id));
  return (
    <table
      className="office-table office-post-table"
      data-old={isOld}
      onKeyDown={(event) => runKey(event, page, actions, (id) => dispatch(postsActions.ticked(id)))}
    >
      <thead>
        <tr>
          <th scope="col" className="office-tick">
            <Text as="label">
              <Checkbox
                aria-label="Choose all posts of this page"
                checked={isAllTicked}
                onCheckedChange={() => dispatch(postsActions.tickedAll(isAllTicked ? [] : [...page.ids]))}
              />
            </Text>
          </th>
          <th scope="col">Post</th>
          <th scope="col" className="office-number">
            Score
          </th>
          <th scope="col" className="office-time">
            Written
          </th>
          <th scope="col" className="office-steps">
            <span className="visually-hidden">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {page.ids.map((id) => {
          const post = page.entities[id];
          return (
            post !== undefined && (
              <PostRow
                key={id}
                post={post}
                actions={actions}
                isOpen={id === opened}
                isPending={pending.has(id)}
                isTicked={ticked.includes(id)}
                onTick={(one) => dispatch(postsActions.ticked(one))}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}

/** What a key does to the row that has the focus. */
function runKey(
  event: KeyboardEvent<HTMLElement>,
  page: PostPage,
  actions: PostActions,
  tick: (id: string) => void,
): void {
  const isChord = event.ctrlKey || event.metaKey || event.altKey;
  if (isChord || isTyping(event.target) || !(event.target instanceof HTMLElement)) return;
  const row = event.target.closest<HTMLElement>('[data-post]');
  const post = page.entities[row?.dataset.post ?? ''];
  if (row === null || post === undefined) return;
  const keys: Readonly<Record<string, () => void>> = {
    j: () => focusRow(row.nextElementSibling),
    k: () => focusRow(row.previousElementSibling),
    a: () => leave(row, () => actions.change(post, { state: 'approved' })),
    h: () => leave(row, () => actions.change(post, { state: 'hidden' })),
    l: () => actions.change(post, { isLocked: !post.isLocked }),
    x: () => tick(post.id),
  };
  const act = Object.hasOwn(keys, event.key.toLowerCase()) ? keys[event.key.toLowerCase()] : undefined;
  if (act === undefined) return;
  event.preventDefault();
  act();
}

function focusRow(row: Element | null): void {
  row?.querySelector<HTMLElement>('[data-post-link]')?.focus();
}

/** A row that goes because of what is done hands the focus to the one after it, so that the next key has its post. */
function leave(row: HTMLElement, act: () => void): void {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  act();
  if (!row.isConnected) focusRow(next);
  else requestAnimationFrame(() => (row.isConnected ? undefined : focusRow(next)));
}
