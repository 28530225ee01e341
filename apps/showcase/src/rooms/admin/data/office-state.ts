import type { OfflineSnapshot } from '@statehouse/redux/offline';
import type { authReducer } from './auth-slice.ts';
import type { notificationsReducer } from './notifications-slice.ts';
import type { OfficeApi } from './office-api.ts';
import type { postsReducer } from './posts-slice.ts';
import type { uiReducer } from './ui-slice.ts';
import type { usageReducer } from './usage/usage-slice.ts';
import type { usersReducer } from './users-slice.ts';

/** The whole state of the office. */
export interface OfficeState {
  readonly auth: ReturnType<typeof authReducer>;
  readonly users: ReturnType<typeof usersReducer>;
  readonly posts: ReturnType<typeof postsReducer>;
  readonly notifications: ReturnType<typeof notificationsReducer>;
  readonly ui: ReturnType<typeof uiReducer>;
  readonly usage: ReturnType<typeof usageReducer>;
  readonly api: ReturnType<OfficeApi['reducer']>;
  readonly offline: OfflineSnapshot;
}
