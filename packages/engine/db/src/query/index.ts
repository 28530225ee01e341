export type { AggregateChoice, AggregateOf, ResultsOf } from './expression/aggregates.ts';
export type { Condition, FieldTest, RelatedTest, Relation } from './expression/condition.ts';
export type { Conditions } from './expression/conditions.ts';
export type { GroupsQuery } from './expression/groups-query.ts';
export type {
  ComparableField,
  NumberField,
  OperandOf,
  OperatorOf,
  QueriedField,
  ReferenceField,
} from './expression/operands.ts';
export type { Query } from './expression/query.ts';
export { queryKey } from './expression/query-key.ts';
export type {
  Aggregate,
  Aggregates,
  JoinNode,
  OrderKey,
  Output,
  QueryNode,
} from './expression/query-node.ts';
export { type Direction, from, type RowsQuery } from './expression/rows-query.ts';
export type { Explanation, LastStep, LevelExplanation } from './view/explanation.ts';
export { type LiveQuery, type LiveSource, liveQuery } from './view/live-query.ts';
export type { QueryStats } from './view/query-view.ts';
export { explainQuery, runQuery } from './view/run-query.ts';
