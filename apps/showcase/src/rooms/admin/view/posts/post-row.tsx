import { Badge, Checkbox, IconButton, Text, Tooltip } from '@radix-ui/themes';
import { Check, EyeOff, Lock, LockOpen, StickyNote } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Link } from '../../../../house/link.tsx';
import { pathOfPlainRoom } from '../../../../house/place.ts';
import type { Post, PostState } from '../../wire/post.ts';
import { When } from '../parts/when.tsx';
import type { PostActions } from './use-post-actions.ts';

export interface PostRowProps {
  readonly post: Post;
  readonly actions: PostActions;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly isTicked: boolean;
  readonly onTick: (id: string) => void;
}

/** A post in the list: what it is, why it waits, and the steps that take one press. */
export const PostRow = memo(function PostRow(props: PostRowProps) {
  const { post, actions, isOpen, isPending, isTicked, onTick } = props;
  const { id, title, authorName, score, createdAt, tags } = post;
  return (
    <tr data-post={id} data-open={isOpen} data-pending={isPending}>
      <td className="office-tick">
        <Text as="label">
          <Checkbox aria-label={`Choose “${title}”`} checked={isTicked} onCheckedChange={() => onTick(id)} />
        </Text>
      </td>
      <td className="office-post">
        <Link
          to={pathOfPlainRoom('admin', ['posts', id])}
          className="office-title"
          aria-current={isOpen ? 'true' : undefined}
          data-post-link
        >
          {title}
        </Link>
        <span className="office-byline">
          <PostMarks post={post} />
          <span>{[authorName, ...(tags.length > 0 ? [tags.join(', ')] : [])].join(' · ')}</span>
          {isPending && <span className="office-pending">on its way</span>}
        </span>
      </td>
      <td className="office-number numbers">{score}</td>
      <td className="office-time">
        <When at={createdAt} />
      </td>
      <td className="office-steps">
        <PostSteps post={post} actions={actions} />
      </td>
    </tr>
  );
});

const STATE_WORDS: Readonly<Record<Exclude<PostState, 'waiting'>, string>> = {
  approved: 'approved',
  hidden: 'hidden',
};

/** How a post stands, in one or two words. */
export function PostMarks({ post }: { readonly post: Post }) {
  const { state, reason, isLocked, noteCount } = post;
  return (
    <>
      {state === 'waiting' ? (
        <Badge color="amber" className="office-amber">
          {reason === 'none' ? 'waiting' : reason}
        </Badge>
      ) : (
        <Badge color="gray">{STATE_WORDS[state]}</Badge>
      )}
      {isLocked && <Badge color="gray">locked</Badge>}
      {noteCount > 0 && (
        <Badge color="gray">
          <StickyNote size={12} aria-hidden="true" /> {noteCount}
          <span className="visually-hidden">{noteCount === 1 ? ' note' : ' notes'}</span>
        </Badge>
      )}
    </>
  );
}

function PostSteps({ post, actions }: Pick<PostRowProps, 'post' | 'actions'>) {
  const { title, state, isLocked } = post;
  return (
    <div>
      {state !== 'approved' && (
        <Step
          label={`Approve “${title}”`}
          icon={<Check size={16} aria-hidden="true" />}
          onStep={() => actions.change(post, { state: 'approved' })}
        />
      )}
      {state !== 'hidden' && (
        <Step
          label={`Hide “${title}”`}
          icon={<EyeOff size={16} aria-hidden="true" />}
          onStep={() => actions.change(post, { state: 'hidden' })}
        />
      )}
      <Step
        label={isLocked ? `Unlock “${title}”` : `Lock “${title}”`}
        icon={isLocked ? <LockOpen size={16} aria-hidden="true" /> : <Lock size={16} aria-hidden="true" />}
        onStep={() => actions.change(post, { isLocked: !isLocked })}
      />
    </div>
  );
}

function Step(props: { readonly label: string; readonly icon: ReactNode; readonly onStep: () => void }) {
  const { label, icon, onStep } = props;
  return (
    <Tooltip content={label.split(' ', 1)[0]}>
      <IconButton variant="ghost" color="gray" aria-label={label} onClick={onStep}>
        {icon}
      </IconButton>
    </Tooltip>
  );
}
