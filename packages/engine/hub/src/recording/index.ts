export { stateHash } from '../hashing/state-hash.ts';
export type { RedactionPass } from '../redaction/redaction-pass.ts';
export { createRedactor, type Redactor, type RedactorOptions } from '../redaction/redactor.ts';
export { revive } from '../redaction/revive.ts';
export type { SensitiveRule } from '../redaction/sensitive-places.ts';
export {
  type ExportInTurnsOptions,
  type ExportOptions,
  exportRecording,
  exportRecordingInTurns,
} from './export-recording.ts';
export type { Difference } from './first-difference.ts';
export { type ParseOptions, parseRecording, type RecordingLimits } from './parse-recording.ts';
export type {
  ChangedPath,
  PathStep,
  RecordedChange,
  RecordedEntry,
  RecordedNote,
  RecordedOutcome,
  RecordedStore,
  Recording,
  RecordingHeader,
  StateForm,
  StateForms,
  StorePower,
} from './recording.ts';
export {
  type Replayed,
  type ReplayedStore,
  type ReplayFailure,
  type ReplayOptions,
  type ReplayProgress,
  type ReplayResult,
  replayRecording,
} from './replay-recording.ts';
export { watchSecrets } from './watch-secrets.ts';
