import { Button, Dialog, Text } from '@radix-ui/themes';
import { useLiveQuery } from '@statehouse/react/query';
import { Users } from 'lucide-react';
import { countWords } from './count-words.ts';
import { useFeed } from './feed-port.ts';
import { peopleToFollow } from './feed-query.ts';
import { FollowButton } from './follow-button.tsx';

/** The people whom one could follow. */
export function PeopleDialog({ followed }: { readonly followed: number }) {
  return (
    <Dialog.Root>
      <Dialog.Trigger>
        <Button variant="soft" color="gray">
          <Users size={16} aria-hidden="true" />
          Following {followed}
        </Button>
      </Dialog.Trigger>
      <Dialog.Content maxWidth="480px">
        <Dialog.Title>People</Dialog.Title>
        <Dialog.Description size="2" color="gray" mb="4">
          The feed shows what those write whom you follow.
        </Dialog.Description>
        <PeopleList />
        <Dialog.Close>
          <Button variant="soft" mt="4">
            Close
          </Button>
        </Dialog.Close>
      </Dialog.Content>
    </Dialog.Root>
  );
}

function PeopleList() {
  const people = useLiveQuery(useFeed().database, peopleToFollow);
  return (
    <ul className="people-list">
      {people.map(({ id, name, reputation, followers }) => (
        <li key={id}>
          <span className="people-words">
            <Text as="span" size="2" weight="medium">
              {name}
            </Text>
            <Text as="span" size="1" color="gray">
              {countWords(reputation)} points · {followers} {followers === 1 ? 'follower' : 'followers'}
            </Text>
          </span>
          <FollowButton id={id} name={name} />
        </li>
      ))}
    </ul>
  );
}
