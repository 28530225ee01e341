import { Text } from '@radix-ui/themes';
import { LicenceLink } from '../../../../social/licence-link.tsx';
import type { Post } from '../../wire/post.ts';

/** Where a post is from, and on what terms it may be passed on. */
export function PostSource({ post }: { readonly post: Post }) {
  const { address, license, authorName } = post;
  return (
    <Text as="p" size="1" color="gray" className="office-source">
      {address === '' ? (
        'Made up by this house.'
      ) : (
        <>
          By {authorName} on{' '}
          <a href={address} target="_blank" rel="noopener noreferrer">
            {new URL(address).host}
          </a>
          , <LicenceLink name={license} />.
        </>
      )}
    </Text>
  );
}
