export { useChanges } from './use-changes.ts';
export { useSnapshot } from './use-snapshot.ts';
