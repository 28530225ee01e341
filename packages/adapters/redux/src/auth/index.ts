export type { AuthOptions, RefreshSend, SharedAuth } from './auth-options.ts';
export { authenticate } from './authenticate.ts';
