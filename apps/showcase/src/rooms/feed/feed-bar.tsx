import { Link as OutLink, Select, Switch, Text } from '@radix-ui/themes';
import { useLiveQuery } from '@statehouse/react/query';
import { memo } from 'react';
import type { SocialSource } from '../../social/social-data.ts';
import { countWords } from './count-words.ts';
import { useFeed } from './feed-port.ts';
import { AGES, type AgeInDays, followedCount } from './feed-query.ts';
import { PeopleDialog } from './people-dialog.tsx';

export interface FeedBarProps {
  readonly days: AgeInDays;
  readonly onDays: (days: AgeInDays) => void;
  readonly isArriving: boolean;
  readonly onArriving: (isArriving: boolean) => void;
  readonly size: number;
  readonly source: SocialSource | undefined;
}

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

/** What the feed is made of, and what of it can be chosen. */
export const FeedBar = memo(function FeedBar(props: FeedBarProps) {
  const { days, onDays, isArriving, onArriving, size, source } = props;
  const { database, clockMs } = useFeed();
  const followed = useLiveQuery(database, followedCount);
  return (
    <section className="feed-bar" aria-label="What is shown">
      <div className="feed-choices">
        <Select.Root value={String(days)} onValueChange={(value) => onDays(ageOf(value))}>
          <Select.Trigger aria-label="Not older than" variant="soft" color="gray" />
          <Select.Content position="popper">
            {AGES.map((age) => (
              <Select.Item key={age} value={String(age)}>
                {age === 365 ? 'Last year' : `Last ${age} days`}
              </Select.Item>
            ))}
          </Select.Content>
        </Select.Root>
        <PeopleDialog followed={followed} />
        <Text as="label" size="2" className="feed-switch">
          <Switch checked={isArriving} onCheckedChange={onArriving} size="1" />
          <span>
            <span className="feed-wide-only">Simulate </span>20 new posts a second
          </span>
        </Text>
      </div>
      <Text as="p" size="1" color="gray" className="feed-source" data-size={size}>
        {countWords(size)} posts by engagement, as of {DAY.format(clockMs)}.{' '}
        {source === undefined ? 'All of them are made up.' : <SourceWords source={source} />}
      </Text>
    </section>
  );
});

function SourceWords({ source }: { readonly source: SocialSource }) {
  return (
    <>
      Real ones from{' '}
      <OutLink href={source.address} target="_blank" rel="noopener noreferrer" underline="always">
        {source.name}
      </OutLink>
      , under the licence that stands at each; the others are made up.
    </>
  );
}

function ageOf(value: string): AgeInDays {
  return AGES.find((age) => String(age) === value) ?? 90;
}
