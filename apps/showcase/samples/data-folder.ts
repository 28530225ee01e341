import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** The folder with real data, which need not be there. */
export function dataFolder(): string {
  return resolve(REPOSITORY, process.env.STATEHOUSE_DATA ?? '../shared/data');
}
