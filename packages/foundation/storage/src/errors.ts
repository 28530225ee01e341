import { defineErrors } from '@statehouse/kernel';

/** The coded errors of this package. Codes are append-only. */
export const fail = defineErrors('storage', {
  closed: 'The store is closed. Open it again before using it.',
  failed:
    'The storage failed to {action}: {reason}. Nothing of this call is stored; look at the disk or the browser, then try again.',
  full: 'There is no room left to {action}. Nothing of this call is stored; free some disk space, then try again.',
  busy: 'Another process kept the file locked while trying to {action}. Nothing of this call is stored; try again.',
  damaged: 'The file is damaged; it was found while trying to {action}. Restore it from a copy.',
  'newer-format':
    'The stored format is version {found}, this program knows up to {known}. Use a newer program.',
  'foreign-file': 'The file was written by another program, or for another purpose. Move it away.',
  'queue-full':
    'More than {limit} {unit} wait for the disk. Try again when earlier calls have been answered.',
  'sequence-taken':
    'This client’s sequence {sequence} stands in the log already. Look it up instead of appending it again.',
  'snapshot-ahead': 'A snapshot at version {version} lies beyond the head of its log, {head}. Append first.',
  'bad-name': 'A {what} needs a name of 1 to {limit} bytes.',
  'ill-formed-text':
    'A {what} holds half of a surrogate pair and could not be stored as it is. Send well-formed text.',
  quota:
    'The device has no room left for this site. Nothing of this write is stored; free some space, then try again.',
  blocked: 'Another tab holds an older version of the database open. Close or reload the other tabs.',
  unavailable:
    'This browser offers no database here (a private window does that). Changes last only while the page is open.',
  changed:
    'The value under {key} is not the one that this write depends on: somebody else has written it. Nothing of this write is stored; read it again.',
  undecipherable:
    'The value under {key} cannot be decrypted: it was written with another key, or changed. Give the key that wrote it.',
});
