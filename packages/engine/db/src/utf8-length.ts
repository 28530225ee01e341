/** Anything but printable ASCII. */
const WIDE = /[^ -~]/;

/** The bytes of a well-formed string in UTF-8. */
export function utf8Length(text: string): number {
  if (!WIDE.test(text)) return text.length;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit < 0xd800 || unit > 0xdfff) bytes += 3;
    else bytes += 2;
  }
  return bytes;
}
