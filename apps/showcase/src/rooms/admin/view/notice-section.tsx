import { Button, Text } from '@radix-ui/themes';
import { Link } from '../../../house/link.tsx';
import { pathOfPlainRoom } from '../../../house/place.ts';
import { sendAndForget } from '../data/send.ts';
import { useOffice } from '../office-context.tsx';
import type { Notice } from '../wire/notice.ts';
import { EmptyList, ListFailure, ListSkeleton } from './parts/list-states.tsx';
import { When } from './parts/when.tsx';

/** What moderators are told, the newest first. */
export function NoticeSection() {
  const { api } = useOffice();
  const { data, error, isFetching, refetch } = api.useGetNoticesQuery();
  return (
    <section className="office-list" aria-label="Notices" aria-busy={isFetching}>
      {data === undefined && error !== undefined && (
        <ListFailure what="The notices" error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === undefined && <ListSkeleton />}
      {data?.length === 0 && (
        <EmptyList text="Nothing to tell. What the others do to posts and users is told here." />
      )}
      <ul className="office-notices">
        {data?.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  );
}

function NoticeLine({ notice }: { readonly notice: Notice }) {
  const { api, store } = useOffice();
  const { id, kind, subject, text, at, isRead } = notice;
  const mark = () => {
    const change = { id, isRead: !isRead };
    sendAndForget(store.dispatch(api.endpoints.readNotice.initiate(change)));
  };
  const isAboutPost = kind === 'waiting' || kind === 'note';
  return (
    <li data-read={isRead}>
      <div>
        <Text as="p" size="2" weight={isRead ? 'regular' : 'medium'}>
          {text}
        </Text>
        <Text as="p" size="1" color="gray">
          <When at={at} />
          {isAboutPost && (
            <>
              {' · '}
              <Link to={pathOfPlainRoom('admin', ['posts', subject])}>Open the post</Link>
            </>
          )}
        </Text>
      </div>
      <Button size="1" variant="ghost" color="gray" onClick={mark}>
        {isRead ? 'Mark as unread' : 'Mark as read'}
      </Button>
    </li>
  );
}
