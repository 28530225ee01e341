import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerOptions } from './messages.ts';
import { TenantDatabase } from './tenant-database.ts';
import { tenantFileName } from './tenant-file.ts';

/** The open files, at most `maxOpenFiles`; the one used longest ago closes first. */
export class OpenDatabases {
  readonly #options: Pick<WorkerOptions, 'folder' | 'maxOpenFiles' | 'busyTimeoutMs'>;
  /** In order of use, the most recent last. */
  readonly #open = new Map<string, TenantDatabase>();

  constructor(options: Pick<WorkerOptions, 'folder' | 'maxOpenFiles' | 'busyTimeoutMs'>) {
    this.#options = options;
  }

  /** The tenant's database; undefined when there is no file and none is to be created. */
  use(tenant: string, create: boolean): TenantDatabase | undefined {
    const open = this.#open.get(tenant);
    this.#open.delete(tenant);
    const database = open ?? this.#openFile(tenant, create);
    if (database !== undefined) this.#open.set(tenant, database);
    return database;
  }

  /** Closes a tenant's file, after an error that its connection may not have survived. */
  drop(tenant: string): void {
    const open = this.#open.get(tenant);
    this.#open.delete(tenant);
    try {
      open?.close();
    } catch {
      // The connection is gone already, which is what was wanted.
    }
  }

  closeAll(): void {
    for (const tenant of [...this.#open.keys()]) this.drop(tenant);
  }

  #openFile(tenant: string, create: boolean): TenantDatabase | undefined {
    const path = join(this.#options.folder, tenantFileName(tenant));
    if (!create && !existsSync(path)) return undefined;
    for (const idle of this.#open.keys()) {
      if (this.#open.size < this.#options.maxOpenFiles) break;
      this.drop(idle);
    }
    return new TenantDatabase(path, tenant, this.#options.busyTimeoutMs);
  }
}
