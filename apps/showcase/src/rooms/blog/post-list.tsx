import { Button, Text, TextField } from '@radix-ui/themes';
import type { Database } from '@statehouse/db';
import { useLiveQuery } from '@statehouse/react/query';
import { ChevronLeft, ChevronRight, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { countPosts, PAGE_SIZE, selectPage } from './data/blog-queries.ts';
import type { BlogSchema } from './data/blog-schema.ts';
import { PostTime } from './post-time.tsx';

export interface PostListProps {
  readonly database: Database<BlogSchema>;
  readonly opened: string | undefined;
  readonly onOpen: (id: string) => void;
}

/** The posts, newest first, a page at a time; or those that a search finds. */
export function PostList({ database, opened, onOpen }: PostListProps) {
  const [words, setWords] = useState('');
  const [page, setPage] = useState(0);
  const total = useLiveQuery(database, countPosts(words));
  // There may be fewer than when the page was turned; when there are more again, nobody is carried off to it.
  const shownPage = Math.max(0, Math.min(page, Math.ceil(total / PAGE_SIZE) - 1));
  if (shownPage !== page) setPage(shownPage);
  const posts = useLiveQuery(database, selectPage(words, shownPage));
  const list = useFocusAfterReading(opened);
  return (
    <section className="post-list" aria-label="Posts">
      <TextField.Root
        type="search"
        placeholder="Search titles and texts"
        aria-label="Search"
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setPage(0);
        }}
      >
        <TextField.Slot>
          <Search size={16} aria-hidden="true" />
        </TextField.Slot>
      </TextField.Root>
      {total === 0 && (
        <Text as="p" size="2" color="gray" mt="4">
          {words === '' ? 'There are no posts yet.' : `Nothing has “${words}” in it.`}
        </Text>
      )}
      <ul ref={list}>
        {posts.map(({ id, title, text, createdAt, writer, commentCount }) => (
          <li key={id}>
            <button
              type="button"
              className="post-entry"
              data-post={id}
              aria-current={id === opened ? 'true' : undefined}
              onClick={() => onOpen(id)}
            >
              <span className="post-entry-title">{title}</span>
              <span className="post-entry-text">{text.slice(0, 200)}</span>
              <span className="post-entry-byline">
                <span className="post-entry-author">{writer?.name}</span>
                <PostTime at={createdAt} />
                <span className="numbers">
                  {commentCount} {commentCount === 1 ? 'comment' : 'comments'}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Pages page={shownPage} total={total} onPage={setPage} />
    </section>
  );
}

/** Gives the entry of a post the focus back when the post is closed. */
function useFocusAfterReading(opened: string | undefined) {
  const list = useRef<HTMLUListElement>(null);
  const before = useRef(opened);
  useEffect(() => {
    const last = before.current;
    before.current = opened;
    if (opened !== undefined || last === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-post="${CSS.escape(last)}"]`)?.focus();
  }, [opened]);
  return list;
}

function Pages(props: {
  readonly page: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}) {
  const { page, total, onPage } = props;
  const first = page * PAGE_SIZE + 1;
  const last = Math.min(total, first + PAGE_SIZE - 1);
  return (
    <nav className="post-pages" aria-label="Pages">
      <Button variant="soft" color="gray" disabled={page === 0} onClick={() => onPage(page - 1)}>
        <ChevronLeft size={16} aria-hidden="true" /> Newer
      </Button>
      <Text size="2" color="gray" className="numbers" role="status">
        {total === 0 ? 'No posts' : `${first}–${last} of ${total}`}
      </Text>
      <Button variant="soft" color="gray" disabled={last >= total} onClick={() => onPage(page + 1)}>
        Older <ChevronRight size={16} aria-hidden="true" />
      </Button>
    </nav>
  );
}
