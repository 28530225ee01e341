import { type Clock, type JsonObject, type Random, randomId } from '@statehouse/kernel';
import type { Change } from '../../src/rooms/admin/wire/change.ts';
import type { Notice } from '../../src/rooms/admin/wire/notice.ts';
import { officeError } from './errors.ts';
import { type Answer, answerOf } from './http/answer.ts';
import {
  flagFrom,
  noteTextFrom,
  postChangesFrom,
  postFilterFrom,
  userFilterFrom,
} from './http/read-request.ts';
import type { Office } from './offices.ts';
import { addNotice, listNotices, markNotice } from './store/notices.ts';
import { sourceOf } from './store/office-file.ts';
import {
  addNote,
  changePost,
  findPost,
  listPosts,
  postDetail,
  removePost,
  tagCounts,
} from './store/posts.ts';
import { listUsage } from './store/usage.ts';
import { findUser, listUsers, suspendUser } from './store/users.ts';

/** What a moderator asks of an office. */
export interface Asked {
  readonly office: Office;
  readonly moderator: string;
  /** The part of the address that names a thing; empty where nothing is named. */
  readonly id: string;
  readonly search: URLSearchParams;
  readonly body: JsonObject;
  readonly clock: Clock;
  readonly random: Random;
}

/** What came of it: an answer, and what everybody is told once it is durable. */
export interface Done {
  readonly answer: Answer;
  readonly changes: readonly Change[];
}

type Route = (asked: Asked) => Done;

const read =
  (what: (asked: Asked) => unknown): Route =>
  (asked) => ({ answer: answerOf(what(asked)), changes: [] });

const patchPost: Route = ({ office, moderator: by, id, body }) => {
  const post = changePost(office.file, id, postChangesFrom(body));
  return { answer: answerOf(post), changes: [{ kind: 'post', post, by }] };
};

const deletePost: Route = ({ office, moderator: by, id }) => {
  removePost(office.file, id);
  return { answer: answerOf({ id }), changes: [{ kind: 'post-gone', id, by }] };
};

const postNote: Route = ({ office, moderator: by, id, body, clock, random }) => {
  const note = {
    id: `note-${randomId(random, 12)}`,
    author: by,
    text: noteTextFrom(body),
    writtenAt: clock.nowMs(),
  };
  addNote(office.file, id, note);
  const post = findPost(office.file, id);
  const notice = told(office, {
    id: `notice-${note.id}`,
    kind: 'note',
    subject: id,
    text: `${by} wrote a note on “${post.title}”.`,
    at: note.writtenAt,
  });
  return {
    answer: answerOf(note, 201),
    changes: [
      { kind: 'note', post, note, by },
      { kind: 'notice', notice, by },
    ],
  };
};

const patchUser: Route = ({ office, moderator: by, id, body, clock, random }) => {
  const before = findUser(office.file, id);
  const user = suspendUser(office.file, id, flagFrom(body.isSuspended, 'isSuspended'));
  const changes: Change[] = [{ kind: 'user', user, by }];
  if (user.isSuspended !== before.isSuspended) {
    const kind = user.isSuspended ? 'suspended' : 'reinstated';
    const notice = told(office, {
      id: `notice-${randomId(random, 12)}`,
      kind,
      subject: id,
      text: `${by} ${kind} ${user.name}.`,
      at: clock.nowMs(),
    });
    changes.push({ kind: 'notice', notice, by });
  }
  return { answer: answerOf(user), changes };
};

const patchNotice: Route = ({ office, moderator, id, body }) => ({
  answer: answerOf(markNotice(office.file, id, moderator, flagFrom(body.isRead, 'isRead'))),
  changes: [],
});

const reset: Route = ({ office, moderator: by }) => {
  office.refill();
  return { answer: answerOf({}), changes: [{ kind: 'reset', by }] };
};

/** By method and address; a part of an address in braces names a thing. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /posts': read(({ office, search }) => listPosts(office.file, postFilterFrom(search))),
  'GET /posts/{id}': read(({ office, id }) => postDetail(office.file, id)),
  'PATCH /posts/{id}': patchPost,
  'DELETE /posts/{id}': deletePost,
  'POST /posts/{id}/notes': postNote,
  'GET /users': read(({ office, search }) => listUsers(office.file, userFilterFrom(search))),
  'GET /users/{id}': read(({ office, id }) => findUser(office.file, id)),
  'PATCH /users/{id}': patchUser,
  'GET /tags': read(({ office }) => tagCounts(office.file)),
  'GET /notices': read(({ office, moderator }) => listNotices(office.file, moderator)),
  'PATCH /notices/{id}': patchNotice,
  'GET /about': read(({ office }) => ({ source: sourceOf(office.file), usage: office.address })),
  'GET /usage': read(({ office }) => listUsage(office.file)),
  'POST /reset': reset,
};

/** The route of a request, and the thing that it names. @throws admin/no-such-thing */
export function routeOf(method: string, path: string): { readonly route: Route; readonly id: string } {
  const [, kind = '', named, ...more] = path.split('/');
  const pattern = [kind, ...(named === undefined ? [] : ['{id}']), ...more].join('/');
  const route = ROUTES[`${method} /${pattern}`];
  const id = named === undefined ? '' : decoded(named);
  if (route === undefined || id === undefined) throw officeError('no-such-thing');
  return { route, id };
}

function told(office: Office, notice: Omit<Notice, 'isRead'>): Notice {
  addNotice(office.file, notice);
  return { ...notice, isRead: false };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
