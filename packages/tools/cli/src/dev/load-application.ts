import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Schema } from '@statehouse/db';
import type { AccessRule } from '@statehouse/server';
import { cliError } from '../errors.ts';
import { faultOfParts, isPartList, type ServerPart } from '../parts/server-part.ts';

/** What an application tells its sync server. */
export interface Application {
  readonly schema: Schema;
  readonly roles: AccessRule;
  /** What runs beside the sync server; empty where the application names none. */
  readonly parts: readonly ServerPart[];
}

/**
 * Loads the `server.ts` of an application's folder.
 * @throws StatehouseError `cli/application-invalid`, `cli/parts-invalid`
 */
export async function loadApplication(folder: string): Promise<Application> {
  const file = join(folder, 'server.ts');
  const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
  const { schema, roles, parts = [] } = loaded;
  if (!isSchema(schema)) throw cliError('application-invalid', { file, missing: 'schema' });
  if (!isAccessRule(roles)) throw cliError('application-invalid', { file, missing: 'roles' });
  if (!isPartList(parts)) throw cliError('parts-invalid', { file, reason: faultOfParts(parts) ?? '' });
  return { schema, roles, parts };
}

function isSchema(value: unknown): value is Schema {
  return (
    typeof value === 'object' && value !== null && 'tables' in value && 'shape' in value && 'version' in value
  );
}

function isAccessRule(value: unknown): value is AccessRule {
  return typeof value === 'function';
}
