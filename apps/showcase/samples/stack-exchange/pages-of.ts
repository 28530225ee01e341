import type { SocialData } from '../../src/social/social-data.ts';

/** What one page may hold of each table. */
const ROWS_PER_PAGE = 500;

/** Cuts data into pages; whoever has them all has every row once. People come first, so that each page can be read alone. */
export function pagesOf(data: SocialData): readonly Partial<SocialData>[] {
  return [
    ...pieces(data.users).map((users) => ({ users })),
    ...pieces(data.posts).map((posts) => ({ posts })),
    ...pieces(data.comments).map((comments) => ({ comments })),
    ...pieces(data.follows).map((follows) => ({ follows })),
  ];
}

function pieces<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  const count = Math.ceil(rows.length / ROWS_PER_PAGE);
  return Array.from({ length: count }, (_, at) => rows.slice(at * ROWS_PER_PAGE, (at + 1) * ROWS_PER_PAGE));
}
