export { useObservable } from './react/use-observable.ts';
export { useStoreSelector } from './react/use-store-selector.ts';
