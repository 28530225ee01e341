import {
  boolean,
  counter,
  defineSchema,
  enumeration,
  number,
  ref,
  string,
  table,
  text,
  timestamp,
} from '@statehouse/db';

/** What an element of a board can be. */
export const ELEMENT_KINDS = ['rectangle', 'ellipse', 'diamond', 'note', 'frame', 'text', 'image'] as const;

/** The colours of elements, by the name of their scale. */
export const ELEMENT_COLORS = [
  'slate',
  'iris',
  'blue',
  'teal',
  'grass',
  'amber',
  'orange',
  'red',
  'pink',
] as const;

/**
 * What a document of the showcase holds. One schema for every room: a document of a room leaves the others' tables
 * empty.
 */
export const schema = defineSchema({
  version: 5,
  tables: {
    /** The long text of a page, and of a board: one a document, under {@link NOTE_ID}. */
    notes: table({ body: text() }),
    tasks: table({ title: text(), done: boolean().default(false) }, { order: 'list' }),
    /** A board's own facts: one a document, under {@link BOARD_ID}. Without it there is no board. */
    boards: table({ title: string() }),
    /**
     * Lengths are board units; `x` and `y` are the top left corner before rotation, in the parent's own coordinates;
     * `rotation` is in degrees, clockwise, about the element's middle.
     */
    elements: table(
      {
        kind: enumeration(ELEMENT_KINDS),
        x: number(),
        y: number(),
        width: number(),
        height: number(),
        rotation: number().default(0),
        color: enumeration(ELEMENT_COLORS).default('slate'),
        label: text(),
        image: ref('images', { onDelete: 'nullify' }),
      },
      { order: { tree: 'cascade' } },
    ),
    /** Pictures, as data URLs that this page has encoded itself. Sizes are pixels. */
    images: table({ name: string(), source: string(), width: number(), height: number() }),
    /**
     * Who likes which post: a row for each, under {@link likeId}, so that nobody counts twice. Posts are named by their
     * id in the feed's own database.
     */
    likes: table({ post: string(), user: string() }, { indexes: [['post']] }),
    /**
     * How often a post was passed on, from each window: two that meet a post for the first time at once would have one
     * row between them otherwise, and one of the two would lose its count.
     */
    shares: table({ post: string(), count: counter() }, { indexes: [['post']] }),
    /** What people here say about a post. */
    replies: table(
      { post: string(), name: string(), body: string(), writtenAt: timestamp() },
      { indexes: [['post', 'writtenAt']] },
    ),
    /** Whom people chose to follow, or to follow no longer, under {@link followChoiceId}: what the feed begins with is not here. */
    follows: table({ user: string(), whom: string(), isFollowed: boolean() }),
    /** What authors are called since somebody here renamed them, by their id; `before` is what they were called. */
    names: table({ name: string(), before: string() }),
  },
});

/** The schema of the showcase, as types want it. */
export type ShowcaseSchema = typeof schema;

/** Every page has one note, and every board one long text, under this id. */
export const NOTE_ID = 'note';

/** The one row of `boards` in a board's document. */
export const BOARD_ID = 'board';

/** The id of somebody's like: of two windows that like at once there is one row. */
export function likeId(post: string, user: string): string {
  return `${post}/${user}`;
}

/** The id of somebody's choice about a person. */
export function followChoiceId(user: string, whom: string): string {
  return `${user}/${whom}`;
}
