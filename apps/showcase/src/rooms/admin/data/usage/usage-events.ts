import type { UnknownAction } from '@reduxjs/toolkit';
import { isJsonObject } from '@statehouse/kernel';
import type { AnalyticsEvent, TrackOptions } from '@statehouse/redux/analytics';
import type { OfficeState } from '../office-state.ts';

/** What is done to posts and users, as it is counted. */
const CHANGES: Readonly<Record<string, string>> = {
  changePost: 'Changed a post',
  removePost: 'Deleted a post',
  addNote: 'Wrote a note',
  suspendUser: 'Suspended or reinstated a user',
};

/** All that is ever counted, by type of action; the panel shows the names. */
export const USAGE_EVENTS: TrackOptions<OfficeState>['events'] = {
  'ui/wentTo': ({ payload }) => ({ name: 'Went to a list', properties: { list: payload } }),
  'ui/toggledPanel': ({ payload }) => ({ name: 'Opened or shut a panel', properties: { panel: payload } }),
  'posts/filtered': 'Chose other posts',
  'users/filtered': 'Chose other users',
  'notifications/told': () => ({ name: 'Was told of a refusal', properties: {} }),
  'api/executeMutation/pending': changeOf,
};

/** What is nobody's business: what was typed stays here, and only that something was typed is told. */
export const SENSITIVE = ['search', 'title', 'tags', 'text', 'name', 'token', /^pass/] as const;

/** A mutation that the queue begins again, for an entry of another page, has been counted there. */
function changeOf({ meta }: UnknownAction): AnalyticsEvent | undefined {
  const arg = isJsonObject(meta) && isJsonObject(meta.arg) ? meta.arg : {};
  const endpoint = String(arg.endpointName);
  if (arg.track === false || !Object.hasOwn(CHANGES, endpoint)) return undefined;
  const given = isJsonObject(arg.originalArgs) ? arg.originalArgs : {};
  const changes = isJsonObject(given.changes) ? given.changes : {};
  return { name: CHANGES[endpoint] ?? endpoint, properties: { ...changes } };
}
