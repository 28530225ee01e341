import { Button } from '@radix-ui/themes';
import { useHouse } from '../../../../house/house.tsx';
import { pathOfPlainRoom } from '../../../../house/place.ts';
import { FIRST_POST_FILTER, postsActions } from '../../data/posts-slice.ts';
import type { PostPage } from '../../data/tables.ts';
import { useOffice, useOfficeDispatch, useOfficeSelector } from '../../office-context.tsx';
import type { PostFilter } from '../../wire/post.ts';
import { EmptyList, ListFailure, ListSkeleton } from '../parts/list-states.tsx';
import { Pager } from '../parts/pager.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { PostFilters } from './post-filters.tsx';
import { PostPane } from './post-pane.tsx';
import { PostTable } from './post-table.tsx';

/** The posts that the moderator looks at, and beside them the one that is open; on a phone one or the other. */
export function PostSection({ opened }: { readonly opened: string | undefined }) {
  const { api } = useOffice();
  const { navigate } = useHouse();
  const dispatch = useOfficeDispatch();
  const filter = useOfficeSelector(({ posts }) => posts.filter);
  const { data, currentData, error, isFetching, refetch } = api.useGetPostsQuery(filter);
  // While another page is on its way the one before it stays, so that nothing jumps.
  const page = currentData ?? (error === undefined ? data : undefined);
  return (
    <div className="office-posts" data-reading={opened !== undefined}>
      <section className="office-list" aria-label="Posts" aria-busy={isFetching}>
        <PostFilters filter={filter} />
        <BulkBar />
        {page === undefined && error !== undefined && (
          <ListFailure what="The posts" error={error} onRetry={() => void refetch()} />
        )}
        {page === undefined && error === undefined && <ListSkeleton />}
        {page !== undefined && (
          <Posts page={page} filter={filter} opened={opened} isOld={currentData === undefined} />
        )}
        {page !== undefined && (
          <Pager
            page={filter.page}
            total={page.total}
            what={page.total === 1 ? 'post' : 'posts'}
            onPage={(next) => dispatch(postsActions.turned(next))}
          />
        )}
      </section>
      {opened !== undefined && (
        <PostPane key={opened} id={opened} onClose={() => navigate(pathOfPlainRoom('admin', ['posts']))} />
      )}
    </div>
  );
}

function Posts(props: {
  readonly page: PostPage;
  readonly filter: PostFilter;
  readonly opened: string | undefined;
  readonly isOld: boolean;
}) {
  const { page, filter, opened, isOld } = props;
  if (page.ids.length > 0) return <PostTable page={page} opened={opened} isOld={isOld} />;
  return <NoPosts filter={filter} total={page.total} />;
}

function NoPosts({ filter, total }: { readonly filter: PostFilter; readonly total: number }) {
  const dispatch = useOfficeDispatch();
  const { page: _, sort: __, ...first } = FIRST_POST_FILTER;
  const isFirst = filter.state === first.state && filter.tag === '' && filter.search === '';
  if (total > 0)
    return (
      <EmptyList text="There is nothing on this page any more.">
        <Button variant="soft" onClick={() => dispatch(postsActions.turned(0))}>
          To the first page
        </Button>
      </EmptyList>
    );
  return isFirst ? (
    <EmptyList text="Nothing waits: every post has been looked at.">
      <Button variant="soft" onClick={() => dispatch(postsActions.filtered({ state: 'any' }))}>
        Show all posts
      </Button>
    </EmptyList>
  ) : (
    <EmptyList text="No post fits these filters.">
      <Button variant="soft" onClick={() => dispatch(postsActions.filtered({ ...first, state: 'any' }))}>
        Take the filters away
      </Button>
    </EmptyList>
  );
}
