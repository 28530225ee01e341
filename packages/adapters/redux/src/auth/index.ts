export { type AuthOptions, authenticate, type RefreshSend } from './authenticate.ts';
