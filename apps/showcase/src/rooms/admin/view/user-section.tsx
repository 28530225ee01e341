import { Badge, Button, SegmentedControl } from '@radix-ui/themes';
import { selectPendingIds } from '../data/pending.ts';
import { sendAndForget } from '../data/send.ts';
import { usersActions } from '../data/users-slice.ts';
import { useOffice, useOfficeDispatch, useOfficeSelector } from '../office-context.tsx';
import { USER_SORTS, type User, type UserFilter, type UserSort } from '../wire/user.ts';
import { EmptyList, ListFailure, ListSkeleton } from './parts/list-states.tsx';
import { OrderSelect } from './parts/order-select.tsx';
import { Pager } from './parts/pager.tsx';
import { SearchField } from './parts/search-field.tsx';

const SORT_WORDS: Readonly<Record<UserSort, string>> = {
  posts: 'Most posts first',
  reputation: 'Highest reputation first',
  name: 'By name',
};

const ORDERS = USER_SORTS.map((sort) => [sort, SORT_WORDS[sort]] as const);

/** Who writes, and who may not for the moment. */
export function UserSection() {
  const { api } = useOffice();
  const dispatch = useOfficeDispatch();
  const filter = useOfficeSelector(({ users }) => users.filter);
  const { data, currentData, error, isFetching, refetch } = api.useGetUsersQuery(filter);
  const page = currentData ?? (error === undefined ? data : undefined);
  return (
    <section className="office-list" aria-label="Users" aria-busy={isFetching}>
      <UserFilters filter={filter} />
      {page === undefined && error !== undefined && (
        <ListFailure what="The users" error={error} onRetry={() => void refetch()} />
      )}
      {page === undefined && error === undefined && <ListSkeleton />}
      {page?.ids.length === 0 && (
        <EmptyList text={filter.isSuspendedOnly ? 'Nobody is suspended.' : 'Nobody has a name like that.'}>
          <Button
            variant="soft"
            onClick={() => dispatch(usersActions.filtered({ search: '', isSuspendedOnly: false }))}
          >
            Show everybody
          </Button>
        </EmptyList>
      )}
      {page !== undefined && page.ids.length > 0 && (
        <table className="office-table" data-old={currentData === undefined}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className="office-number">
                Posts
              </th>
              <th scope="col" className="office-number office-wide-cell">
                Reputation
              </th>
              <th scope="col" className="office-steps">
                <span className="visually-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page.ids.map((id) => {
              const user = page.entities[id];
              return user !== undefined && <UserRow key={id} user={user} />;
            })}
          </tbody>
        </table>
      )}
      {page !== undefined && (
        <Pager
          page={filter.page}
          total={page.total}
          what={page.total === 1 ? 'user' : 'users'}
          onPage={(next) => dispatch(usersActions.turned(next))}
        />
      )}
    </section>
  );
}

function UserFilters({ filter }: { readonly filter: UserFilter }) {
  const dispatch = useOfficeDispatch();
  return (
    <search className="office-filters" aria-label="Filters">
      <SearchField
        label="Search names"
        value={filter.search}
        onChange={(search) => dispatch(usersActions.filtered({ search }))}
      />
      <SegmentedControl.Root
        value={filter.isSuspendedOnly ? 'suspended' : 'all'}
        aria-label="State"
        onValueChange={(next) => dispatch(usersActions.filtered({ isSuspendedOnly: next === 'suspended' }))}
      >
        <SegmentedControl.Item value="all">All</SegmentedControl.Item>
        <SegmentedControl.Item value="suspended">Suspended</SegmentedControl.Item>
      </SegmentedControl.Root>
      <OrderSelect
        order={filter.sort}
        words={ORDERS}
        onChoose={(sort) => dispatch(usersActions.filtered({ sort }))}
      />
    </search>
  );
}

function UserRow({ user }: { readonly user: User }) {
  const { api, store } = useOffice();
  const { id, name, postCount, reputation, isSuspended } = user;
  const isPending = useOfficeSelector((state) => selectPendingIds(state).has(id));
  const suspend = () => {
    const change = { id, name, isSuspended: !isSuspended };
    sendAndForget(store.dispatch(api.endpoints.suspendUser.initiate(change)));
  };
  return (
    <tr data-user={id} data-pending={isPending}>
      <td className="office-post">
        <span className="office-title">{name}</span>
        {(isSuspended || isPending) && (
          <span className="office-byline">
            {isSuspended && (
              <Badge color="amber" className="office-amber">
                suspended
              </Badge>
            )}
            {isPending && <span className="office-pending">on its way</span>}
          </span>
        )}
      </td>
      <td className="office-number numbers">{postCount}</td>
      <td className="office-number numbers office-wide-cell">{reputation.toLocaleString('en')}</td>
      <td className="office-steps">
        <Button
          size="1"
          variant="soft"
          color="gray"
          aria-label={`${isSuspended ? 'Reinstate' : 'Suspend'} ${name}`}
          onClick={suspend}
        >
          {isSuspended ? 'Reinstate' : 'Suspend'}
        </Button>
      </td>
    </tr>
  );
}
