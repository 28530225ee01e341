import { AlertDialog, Button, Flex, Text } from '@radix-ui/themes';
import { ArrowLeft, Check, EyeOff, Lock, LockOpen, Trash2, X } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { Tool } from '../../../../chrome/tool.tsx';
import { safeBody } from '../../../../social/safe-body.ts';
import { selectPendingIds } from '../../data/pending.ts';
import { useOffice, useOfficeSelector } from '../../office-context.tsx';
import type { Post, PostDetail } from '../../wire/post.ts';
import { EmptyList, ListFailure, ListSkeleton } from '../parts/list-states.tsx';
import { PostNotes } from './post-notes.tsx';
import { PostMarks } from './post-row.tsx';
import { PostSource } from './post-source.tsx';
import { PostTags } from './post-tags.tsx';
import { PostTitle } from './post-title.tsx';
import { type PostActions, usePostActions } from './use-post-actions.ts';

export interface PostPaneProps {
  readonly id: string;
  readonly onClose: () => void;
}

/**
 * One post with all that a moderator wants to know of it and can do to it. While the server is away, what the list knows of
 * it is enough to decide.
 */
export function PostPane({ id, onClose }: PostPaneProps) {
  const { api } = useOffice();
  const { currentData, error, refetch } = api.useGetPostQuery(id);
  const listed = useListedPost(id);
  const isGone = typeof error === 'object' && 'status' in error && error.status === 404;
  const post = isGone ? undefined : (currentData?.post ?? listed);
  return (
    <section className="office-pane" aria-label="The open post">
      <div className="office-pane-bar">
        <Button variant="ghost" color="gray" className="office-back" onClick={onClose}>
          <ArrowLeft size={16} aria-hidden="true" /> All posts
        </Button>
        <Tool label="Close the post" className="office-close" onClick={onClose} icon={<X size={16} />} />
      </div>
      {post !== undefined && (
        <PostContents post={post} onClose={onClose}>
          {currentData !== undefined && <PostWords post={post} detail={currentData} />}
        </PostContents>
      )}
      {isGone && (
        <EmptyList text="This post is not here, or no longer.">
          <Button variant="soft" onClick={onClose}>
            All posts
          </Button>
        </EmptyList>
      )}
      {currentData === undefined && !isGone && error !== undefined && (
        <ListFailure
          what={listed === undefined ? 'The post' : 'The text of the post'}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {currentData === undefined && error === undefined && <ListSkeleton />}
    </section>
  );
}

/** A post as the list beside it shows it, with what is on its way to the server. */
function useListedPost(id: string): Post | undefined {
  const { api } = useOffice();
  const filter = useOfficeSelector(({ posts }) => posts.filter);
  const { listed } = api.useGetPostsQuery(filter, {
    selectFromResult: ({ data }) => ({ listed: data?.entities[id] }),
  });
  const known = useOfficeSelector(({ posts }) => posts.entities[id]);
  return listed ?? known;
}

function PostContents(props: {
  readonly post: Post;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { post, onClose, children } = props;
  const actions = usePostActions();
  const isPending = useOfficeSelector((state) => selectPendingIds(state).has(post.id));
  return (
    <article className="office-pane-post" data-pending={isPending}>
      <PostTitle post={post} onRename={(title) => actions.change(post, { title })} />
      <Flex align="center" gap="2" wrap="wrap" className="office-byline">
        <PostMarks post={post} />
        <Text size="2" color="gray">
          {post.authorName} · score {post.score}
        </Text>
        {isPending && <span className="office-pending">on its way</span>}
      </Flex>
      <PostTags post={post} onChange={(tags) => actions.change(post, { tags })} />
      <Decisions post={post} actions={actions} onClose={onClose} />
      {children}
    </article>
  );
}

function PostWords({ post, detail }: { readonly post: Post; readonly detail: PostDetail }) {
  const actions = usePostActions();
  return (
    <>
      <Body html={detail.body} base={post.address} />
      <PostSource post={post} />
      <PostNotes notes={detail.notes} onAdd={(text) => actions.addNote(post, text)} />
    </>
  );
}

function Decisions(props: {
  readonly post: Post;
  readonly actions: PostActions;
  readonly onClose: () => void;
}) {
  const { post, actions, onClose } = props;
  const { state, isLocked } = post;
  return (
    <div className="office-decisions">
      {state !== 'approved' && (
        <Button onClick={() => actions.change(post, { state: 'approved' })}>
          <Check size={16} aria-hidden="true" /> Approve
        </Button>
      )}
      {state !== 'hidden' && (
        <Button variant="soft" color="gray" onClick={() => actions.change(post, { state: 'hidden' })}>
          <EyeOff size={16} aria-hidden="true" /> Hide
        </Button>
      )}
      <Button variant="soft" color="gray" onClick={() => actions.change(post, { isLocked: !isLocked })}>
        {isLocked ? <LockOpen size={16} aria-hidden="true" /> : <Lock size={16} aria-hidden="true" />}
        {isLocked ? 'Unlock' : 'Lock'}
      </Button>
      <RemovePost
        title={post.title}
        onRemove={() => {
          actions.remove(post);
          onClose();
        }}
      />
    </div>
  );
}

function RemovePost({ title, onRemove }: { readonly title: string; readonly onRemove: () => void }) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger>
        <Button variant="soft" color="red">
          <Trash2 size={16} aria-hidden="true" /> Delete
        </Button>
      </AlertDialog.Trigger>
      <AlertDialog.Content maxWidth="420px">
        <AlertDialog.Title size="4">Delete this post?</AlertDialog.Title>
        <AlertDialog.Description size="2">
          “{title}” goes with its notes, and cannot be brought back. To keep it out of sight only, hide it.
        </AlertDialog.Description>
        <Flex gap="3" mt="4" justify="end">
          <AlertDialog.Cancel>
            <Button variant="soft" color="gray">
              Keep it
            </Button>
          </AlertDialog.Cancel>
          <AlertDialog.Action>
            <Button color="red" onClick={onRemove}>
              Delete the post
            </Button>
          </AlertDialog.Action>
        </Flex>
      </AlertDialog.Content>
    </AlertDialog.Root>
  );
}

/** What a stranger wrote, made safe. */
function Body({ html, base }: { readonly html: string; readonly base: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(safeBody(html, base));
  }, [html, base]);
  return <div ref={place} className="office-body" />;
}
