export { analyzeRelations, type FanOut, type RelationReport } from './analyze-relations.ts';
