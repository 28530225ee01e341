import type { Finding } from './verify-folder.ts';

/** How many documents and files were looked at, and how many are damaged. */
export interface Tally {
  readonly documents: number;
  readonly damagedDocuments: number;
  readonly damagedFiles: number;
}

/** A finding in one line. */
export function describeFinding(finding: Finding): string {
  if (finding.kind === 'file') return `DAMAGED  ${finding.file}: ${oneLine(finding.fault)}`;
  const { tenant, document, sound, faults, snapshots, rows, notReplayed } = finding;
  const name = `${shown(tenant)}/${shown(document)}`;
  if (faults.length > 0) {
    const words = faults.map(({ version, what }) => `version ${version}: ${oneLine(what)}`).join('; ');
    return `DAMAGED  ${name}: ${words}; sound up to version ${sound}`;
  }
  const facts = [counted(sound, 'entry', 'entries'), counted(snapshots, 'snapshot', 'snapshots')];
  if (rows !== undefined) facts.push(counted(rows, 'row', 'rows'));
  if (notReplayed !== undefined) facts.push(`effects not replayed: ${notReplayed}`);
  return `ok       ${name}: ${facts.join(', ')}`;
}

/** What it comes to, and what to do where something is damaged. */
export function describeTally(tally: Tally, findings: readonly Finding[]): string {
  const { documents, damagedDocuments, damagedFiles } = tally;
  const sum = `${counted(documents, 'document', 'documents')}, ${damagedDocuments} damaged`;
  if (damagedDocuments + damagedFiles === 0) return `${sum}.`;
  const lines = [
    damagedFiles === 0 ? `${sum}.` : `${sum}; ${counted(damagedFiles, 'file', 'files')} damaged.`,
    '',
  ];
  lines.push(
    'Stop the server and copy the folder before anything else: nothing was changed by this command.',
  );
  const kinds = new Set(
    findings.flatMap((each) => (each.kind === 'document' ? each.faults.map(({ kind }) => kind) : [])),
  );
  if (damagedFiles > 0) {
    lines.push(
      'A damaged file: restore it from a backup, or try `sqlite3 FILE .recover` on a copy and verify what comes out.',
    );
  }
  if (kinds.delete('snapshot')) {
    lines.push(
      'A bad snapshot: the log still holds everything, and a server that finds the digest wrong reads that instead.',
      'One with a right digest that holds something else than its log is a bug of Statehouse: report it, please.',
    );
  }
  if (kinds.delete('integrity')) {
    lines.push(
      'A document that does not hold together on a sound log is a bug of Statehouse: report it, please.',
    );
  }
  if (kinds.size > 0) {
    lines.push(
      'A damaged log: the server refuses that document and serves the others. Restore the tenant’s file from a backup.',
    );
  }
  return lines.join('\n');
}

/** A name from the file as a terminal may show it. */
function shown(name: string): string {
  return /^[\w.@:/-]+$/.test(name) ? name : JSON.stringify(name);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
