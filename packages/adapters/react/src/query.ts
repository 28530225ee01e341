export { useLiveQuery } from './use-live-query.ts';
