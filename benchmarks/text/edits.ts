import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CodePointText } from '../../packages/tools/cli/src/replay/code-point-text.ts';
import { parseTrace } from '../../packages/tools/cli/src/replay/parse-trace.ts';

/** One edit, in UTF-16 units: at `position` remove `deleteCount`, then put `insert` there. */
export interface TextEdit {
  readonly position: number;
  readonly deleteCount: number;
  readonly insert: string;
  /** The same place and length in code points, as some libraries count. */
  readonly point: number;
  readonly deletePoints: number;
}

export interface TextCase {
  readonly name: string;
  readonly edits: readonly TextEdit[];
  readonly endContent: string;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** The sequential traces of the data folder (`STATEHOUSE_DATA`), or those of the examples where there is none. */
export function loadTextCases(): readonly TextCase[] {
  const data = resolve(ROOT, process.env.STATEHOUSE_DATA ?? '../shared/data');
  const recorded = join(data, 'editing-traces/sequential');
  const folder = existsSync(recorded) ? recorded : join(ROOT, 'examples/traces');
  const cases: TextCase[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!/\.json(\.gz)?$/.test(file)) continue;
    const trace = parseTrace(readFileSync(join(folder, file)));
    if (trace.kind !== 'sequential' || trace.startContent !== '') continue;
    const text = new CodePointText();
    const edits = trace.transactions.flatMap(({ patches }) =>
      patches.map(({ position, deleteCount, insert }) => {
        const from = trace.astral ? text.unitsAt(position) : position;
        const to = trace.astral ? text.unitsAt(position + deleteCount) : position + deleteCount;
        if (trace.astral) text.splice(from, to - from, insert);
        return { position: from, deleteCount: to - from, insert, point: position, deletePoints: deleteCount };
      }),
    );
    cases.push({ name: file.replace(/\.json(\.gz)?$/, ''), edits, endContent: trace.endContent });
  }
  return cases;
}
