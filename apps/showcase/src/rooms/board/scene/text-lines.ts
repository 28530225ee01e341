/** How wide a text is, in the font that is set. */
export type MeasureText = (text: string) => number;

/**
 * Breaks a text into lines no wider than `width`, at spaces where there are any; at most `most` lines, the last of
 * them cut short with an ellipsis if there were more.
 */
export function linesOf(text: string, width: number, most: number, measure: MeasureText): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line === '' || measure(longer) <= width) {
        line = longer;
        continue;
      }
      lines.push(line);
      if (lines.length >= most) return cutShort(lines);
      line = word;
    }
    lines.push(line);
    if (lines.length > most) return cutShort(lines.slice(0, most));
  }
  return lines;
}

function cutShort(lines: string[]): readonly string[] {
  const last = lines.pop() ?? '';
  return [...lines, `${last}…`];
}
