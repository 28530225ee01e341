export type {
  FoldOf,
  LayerContextOf,
  LayeringOf,
  LayersOf,
  ShowOf,
} from './declared-layers.ts';
export { type LayerableApi, type OptimisticApi, type OptimisticOptions, optimistic } from './optimistic.ts';
