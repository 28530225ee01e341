import type { SocialContents, SocialData, SocialSource } from './social-data.ts';

/** Data with where it came from. */
export interface FetchedSocial {
  readonly data: SocialData;
  readonly source: SocialSource;
}

/**
 * Everything the server has to read for a room, page by page; undefined where it has nothing, or does not answer. Rows are not
 * looked at here: whatever takes them in checks each against the schema.
 */
export async function fetchSocial(room: 'feed' | 'blog'): Promise<FetchedSocial | undefined> {
  const contents = await askFor(`/app/social/${room}/`).catch(() => undefined);
  if (!isContents(contents) || contents.kind === 'none') return undefined;
  const paths = Array.from({ length: contents.pages }, (_, page) => `/app/social/${room}/pages/${page}`);
  const pages = await Promise.all(paths.map(askFor)).catch(() => []);
  if (pages.length === 0) return undefined;
  return {
    data: {
      users: pages.flatMap((page) => rowsIn<SocialData['users'][number]>(page, 'users')),
      posts: pages.flatMap((page) => rowsIn<SocialData['posts'][number]>(page, 'posts')),
      comments: pages.flatMap((page) => rowsIn<SocialData['comments'][number]>(page, 'comments')),
      follows: pages.flatMap((page) => rowsIn<SocialData['follows'][number]>(page, 'follows')),
    },
    source: contents.source,
  };
}

async function askFor(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The server answers ${response.status} for ${path}.`);
  return response.json();
}

/** The server's own word for what its rows are; the schema judges them. */
function rowsIn<Row>(page: unknown, table: keyof SocialData): readonly Row[] {
  if (typeof page !== 'object' || page === null || !(table in page)) return [];
  const rows: unknown = Reflect.get(page, table);
  return Array.isArray(rows) ? rows : [];
}

function isContents(value: unknown): value is SocialContents {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'none' || 'pages' in value)
  );
}
