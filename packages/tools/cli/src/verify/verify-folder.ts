import { hash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema } from '@statehouse/db';
import { cliError } from '../errors.ts';
import { openTenantFile, type TenantFile } from './tenant-file.ts';
import { type DocumentReport, verifyDocument } from './verify-document.ts';

/** What is found in a data folder, in the order in which it is found. */
export type Finding =
  | ({ readonly kind: 'document'; readonly tenant: string } & DocumentReport)
  /** Of a file as a whole; its documents, as far as they can be read, have findings of their own. */
  | { readonly kind: 'file'; readonly file: string; readonly fault: string };

const TENANT_FILE = /^t-[a-z2-7]+\.sqlite$/;

/**
 * Checks every log in a data folder, one document after the other. Nothing is written.
 * @param schema what the documents hold; without it, effects are not replayed
 * @throws StatehouseError `cli/no-logs`
 */
export function* verifyFolder(folder: string, schema: Schema | undefined): Iterable<Finding> {
  for (const file of tenantFiles(folder)) {
    let opened: TenantFile;
    try {
      opened = openTenantFile(join(folder, file));
    } catch (error) {
      yield { kind: 'file', file, fault: error instanceof Error ? error.message : String(error) };
      continue;
    }
    try {
      yield* verifyFile(file, opened, schema);
    } finally {
      opened.close();
    }
  }
}

function* verifyFile(file: string, opened: TenantFile, schema: Schema | undefined): Iterable<Finding> {
  const { tenant, documents, fault } = opened;
  if (fault !== undefined) yield { kind: 'file', file, fault };
  const sha256 = (text: string) => hash('sha256', text, 'hex');
  for (const document of documents) {
    yield { kind: 'document', tenant, ...verifyDocument(document, { schema, sha256 }) };
  }
}

function tenantFiles(folder: string): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw cliError('no-logs', { folder }, { cause });
  }
  const files = names.filter((name) => TENANT_FILE.test(name)).sort();
  if (files.length === 0) throw cliError('no-logs', { folder });
  return files;
}

/** True for what needs somebody to do something. */
export function isDamage(finding: Finding): boolean {
  return finding.kind === 'file' || finding.faults.length > 0;
}
