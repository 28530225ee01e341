import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Schema } from '@statehouse/db';
import type { AccessRule } from '@statehouse/server';
import { cliError } from '../errors.ts';

/** What an application tells its sync server. */
export interface Application {
  readonly schema: Schema;
  readonly roles: AccessRule;
}

/**
 * Loads the `server.ts` of an application's folder.
 * @throws StatehouseError `cli/application-invalid`
 */
export async function loadApplication(folder: string): Promise<Application> {
  const file = join(folder, 'server.ts');
  const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
  const { schema, roles } = loaded;
  if (!isSchema(schema)) throw cliError('application-invalid', { file, missing: 'schema' });
  if (!isAccessRule(roles)) throw cliError('application-invalid', { file, missing: 'roles' });
  return { schema, roles };
}

function isSchema(value: unknown): value is Schema {
  return (
    typeof value === 'object' && value !== null && 'tables' in value && 'shape' in value && 'version' in value
  );
}

function isAccessRule(value: unknown): value is AccessRule {
  return typeof value === 'function';
}
