import { Button, Text, TextField } from '@radix-ui/themes';
import { systemClock } from '@statehouse/kernel';
import { useLiveQuery } from '@statehouse/react/query';
import { type FormEvent, useMemo, useState } from 'react';
import { LicenceLink } from '../../../social/licence-link.tsx';
import { agoWords } from '../count-words.ts';
import { useFeed } from '../feed-port.ts';
import { commentsOn } from '../feed-query.ts';
import { repliesTo, reply } from './reactions.ts';

/** What was said about a post: first what came with it, then what people here say. */
export function PostTalk({ post, title }: { readonly post: string; readonly title: string }) {
  const { database, reactions, clockMs } = useFeed();
  const comments = useLiveQuery(
    database,
    useMemo(() => commentsOn(post), [post]),
  );
  const replies = useLiveQuery(
    reactions,
    useMemo(() => repliesTo(post), [post]),
  );
  return (
    <section className="talk" aria-label={`Comments on “${title}”`}>
      <ul>
        {comments.map(({ id, writer, text, createdAt, license }) => (
          <li key={id}>
            <p>{text}</p>
            <Text as="p" size="1" color="gray">
              {writer?.name ?? 'Somebody'} · {agoWords(createdAt, clockMs)} · <LicenceLink name={license} />
            </Text>
          </li>
        ))}
        {replies.map(({ id, name, body, writtenAt }) => (
          <li key={id}>
            <p>{body}</p>
            <Text as="p" size="1" color="gray">
              {name} · {agoWords(writtenAt, systemClock.nowMs())} · here
            </Text>
          </li>
        ))}
      </ul>
      <ReplyForm post={post} title={title} />
    </section>
  );
}

/** Longer replies than this are for a page of their own. */
const MAX_LENGTH = 600;

function ReplyForm({ post, title }: { readonly post: string; readonly title: string }) {
  const { reactions, name, readOnly } = useFeed();
  const [words, setWords] = useState('');
  if (readOnly) return null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    const body = words.trim().toWellFormed();
    if (body === '') return;
    reply(reactions, post, name, body, systemClock.nowMs());
    setWords('');
  };
  return (
    <form onSubmit={send}>
      <TextField.Root
        className="talk-field"
        value={words}
        maxLength={MAX_LENGTH}
        placeholder="Say something"
        aria-label={`Comment on “${title}”`}
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="submit" disabled={words.trim() === ''}>
        Comment
      </Button>
    </form>
  );
}
