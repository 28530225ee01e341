import { defineErrors } from '@statehouse/kernel';

/** The coded errors of `@statehouse/hub/recording`; apart from the hub's own, which every application carries. */
export const recordingError = defineErrors('hub', {
  'weak-key':
    'The key of the redactor has {bytes} bytes; give at least {least}, from a source of randomness.',
  'recording-foreign': 'Line {line} is not the header of a recording: {problem}',
  'recording-newer':
    'The recording has version {version}; this code reads up to {newest}. Replay it with the code that made it, or newer.',
  'recording-damaged':
    'Line {line} of the recording is damaged: {problem}. What stands before it can be had with whenDamaged: "prefix".',
  'recording-too-large': 'The recording has {size} {unit}; at most {most} are taken.',
  'recording-other-rules':
    'The recording was redacted by the rules {recorded}, and is to be replayed with {given}. Use the same.',
  'recording-incomplete':
    'Entry {entry} changed {store} in a way that is not on the tape, and no reduce was given for that store.',
  'redacted-input':
    'Entry {entry}: {store} came out otherwise at {path}, where it depends on a secret that the recording holds only a pseudonym of.',
  'replay-diverged': 'Entry {entry}: {store} came out otherwise than recorded, first at {path}.',
  'replay-threw': 'Entry {entry}: the reduce of {store} threw, which it did not when it was recorded.',
});
