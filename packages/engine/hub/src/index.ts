export type { BatchPolicy } from './batch/batch.ts';
export type { DerivedValue } from './derived/derived-value.ts';
export { createHub, Hub, type HubOptions, type JoinOptions } from './hub.ts';
export type { FailurePolicy } from './join/joined-store.ts';
export type { SendStep, StoreHandle } from './join/store-handle.ts';
export type { JournalBounds } from './journal/journal.ts';
export type {
  ChangedStates,
  EntryKind,
  JournalEntry,
  Outcome,
  StoreChange,
} from './journal/journal-entry.ts';
export {
  type Decision,
  definePlugin,
  type Plugin,
  type PluginAttempt,
  type PluginDefinition,
  type PluginHooks,
  type Problem,
  refuse,
  replaceWith,
} from './plugins/plugin.ts';
export type { PluginLimits } from './plugins/plugin-chain.ts';
export { type InputRule, type StoreRules, validateInputs } from './plugins/validate-inputs.ts';
export type { Attempt, Change, ChangeKind, ChangeNote, Origin } from './store/change.ts';
export { createPlainStore, type PlainStore, type PlainStoreOptions } from './store/plain-store.ts';
export type { Gate, Shown, StateMarks, Store, StoreStats } from './store/store.ts';
export type { ShownTime } from './time/time-travel.ts';
