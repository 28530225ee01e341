/** Whether a unit is the first half of a surrogate pair. NaN is not. */
export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

/** Whether a unit is the second half of a surrogate pair. NaN is not. */
export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

/** Whether a cut before `index` would fall inside a surrogate pair. Either side of the text is a good place to cut. */
export function splitsPair(text: { charCodeAt(index: number): number }, index: number): boolean {
  return isLowSurrogate(text.charCodeAt(index)) && isHighSurrogate(text.charCodeAt(index - 1));
}
