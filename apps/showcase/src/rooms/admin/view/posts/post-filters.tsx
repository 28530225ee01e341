import { SegmentedControl, Select } from '@radix-ui/themes';
import { postsActions } from '../../data/posts-slice.ts';
import { useOffice, useOfficeDispatch } from '../../office-context.tsx';
import { POST_SORTS, POST_STATES, type PostFilter, type PostSort } from '../../wire/post.ts';
import { OrderSelect } from '../parts/order-select.tsx';
import { SearchField } from '../parts/search-field.tsx';

const STATE_WORDS: Readonly<Record<PostFilter['state'], string>> = {
  waiting: 'Waiting',
  approved: 'Approved',
  hidden: 'Hidden',
  any: 'All',
};

const SORT_WORDS: Readonly<Record<PostSort, string>> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  lowest: 'Lowest score first',
  title: 'By title',
};

const ORDERS = POST_SORTS.map((sort) => [sort, SORT_WORDS[sort]] as const);

/** Radix's select has no empty value. */
const ANY_TAG = ' ';

/** Which posts are looked at, and in what order. */
export function PostFilters({ filter }: { readonly filter: PostFilter }) {
  const dispatch = useOfficeDispatch();
  const states = [...POST_STATES, 'any'] as const;
  return (
    <search className="office-filters" aria-label="Filters">
      <SearchField
        label="Search titles and authors"
        value={filter.search}
        onChange={(search) => dispatch(postsActions.filtered({ search }))}
      />
      <SegmentedControl.Root
        value={filter.state}
        aria-label="State"
        onValueChange={(next) => {
          const state = states.find((one) => one === next);
          if (state !== undefined) dispatch(postsActions.filtered({ state }));
        }}
      >
        {states.map((state) => (
          <SegmentedControl.Item key={state} value={state}>
            {STATE_WORDS[state]}
          </SegmentedControl.Item>
        ))}
      </SegmentedControl.Root>
      <TagFilter tag={filter.tag} />
      <OrderSelect
        order={filter.sort}
        words={ORDERS}
        onChoose={(sort) => dispatch(postsActions.filtered({ sort }))}
      />
    </search>
  );
}

function TagFilter({ tag }: { readonly tag: string }) {
  const { api } = useOffice();
  const dispatch = useOfficeDispatch();
  const { data: tags = [] } = api.useGetTagsQuery();
  // One that no post carries any more is still what is filtered by.
  const all = tag === '' || tags.some(({ name }) => name === tag) ? tags : [{ name: tag, count: 0 }, ...tags];
  return (
    <Select.Root
      value={tag === '' ? ANY_TAG : tag}
      onValueChange={(next) => dispatch(postsActions.filtered({ tag: next === ANY_TAG ? '' : next }))}
    >
      <Select.Trigger aria-label="Tag" variant="soft" color="gray" />
      <Select.Content>
        <Select.Item value={ANY_TAG}>All tags</Select.Item>
        {all.map(({ name, count }) => (
          <Select.Item key={name} value={name}>
            {name} ({count})
          </Select.Item>
        ))}
      </Select.Content>
    </Select.Root>
  );
}
