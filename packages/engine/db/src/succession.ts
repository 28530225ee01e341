let last = 0;

/** The next number in the order in which states come to be in this process: no two are alike, and none goes back. */
export function nextSerial(): number {
  last += 1;
  return last;
}
