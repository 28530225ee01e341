import { Text } from '@radix-ui/themes';
import type { RowOf } from '@statehouse/db';
import { LicenceLink } from '../../social/licence-link.tsx';
import type { BlogSchema } from './data/blog-schema.ts';

export interface AttributionProps {
  readonly post: Pick<RowOf<BlogSchema, 'posts'>, 'address' | 'license'>;
  readonly writer: RowOf<BlogSchema, 'users'>;
}

/** Who wrote something, where, and on what terms it may be passed on. */
export function Attribution({ post, writer }: AttributionProps) {
  const { address, license } = post;
  return (
    <Text as="p" size="1" color="gray" mt="4" className="attribution">
      {address === '' ? (
        'Made up by this house.'
      ) : (
        <>
          By {writer.address === '' ? writer.name : <Outside to={writer.address}>{writer.name}</Outside>} on{' '}
          <Outside to={address}>{new URL(address).host}</Outside>, <LicenceLink name={license} />.
        </>
      )}
    </Text>
  );
}

function Outside({ to, children }: { readonly to: string; readonly children: string }) {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
