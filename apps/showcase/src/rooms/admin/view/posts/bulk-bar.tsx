import { Button, Text } from '@radix-ui/themes';
import { postsActions } from '../../data/posts-slice.ts';
import { useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';
import type { PostChanges } from '../../wire/post.ts';
import { usePostActions } from './use-post-actions.ts';

const STEPS: readonly { readonly label: string; readonly changes: PostChanges }[] = [
  { label: 'Approve', changes: { state: 'approved' } },
  { label: 'Hide', changes: { state: 'hidden' } },
  { label: 'Lock', changes: { isLocked: true } },
];

/** One step on all posts that are chosen. */
export function BulkBar() {
  const dispatch = useOfficeDispatch();
  const actions = usePostActions();
  const ticked = useOfficeSelector(({ posts }) => posts.ticked);
  const known = useOfficeSelector(({ posts }) => posts.entities);
  if (ticked.length === 0) return null;
  const act = (changes: PostChanges) => {
    for (const id of ticked) actions.change({ id, title: known[id]?.title ?? id }, changes);
    dispatch(postsActions.tickedAll([]));
  };
  return (
    <div className="office-bulk" role="toolbar" aria-label="The chosen posts">
      <Text size="2" weight="medium" className="numbers">
        {ticked.length} chosen
      </Text>
      {STEPS.map(({ label, changes }) => (
        <Button key={label} size="1" variant="soft" onClick={() => act(changes)}>
          {label}
        </Button>
      ))}
      <Button size="1" variant="ghost" color="gray" onClick={() => dispatch(postsActions.tickedAll([]))}>
        None
      </Button>
    </div>
  );
}
