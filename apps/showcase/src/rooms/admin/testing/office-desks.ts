import { afterEach, beforeEach } from 'vitest';
import { type OpenOffice, openOffice } from '../../../../samples/admin/testing/open-office.ts';
import { type Browser, type OpenDesk, openDesk } from './open-desk.ts';

/** A server for each test of a file, and the windows that a test opens on it. */
export interface OfficeDesks {
  readonly server: OpenOffice;
  open(browser?: Browser, window?: string): Promise<OpenDesk>;
}

/** Called once in a file: everything is closed after each of its tests. */
export function officeDesks(): OfficeDesks {
  let server: OpenOffice | undefined;
  let desks: OpenDesk[] = [];
  const running = (): OpenOffice => {
    if (server === undefined) throw new Error('The server runs inside of tests only.');
    return server;
  };
  beforeEach(async () => {
    server = await openOffice();
  });
  afterEach(async () => {
    await Promise.all(desks.map((one) => one.close()));
    desks = [];
    await server?.close();
  });
  return {
    get server() {
      return running();
    },
    async open(browser, window) {
      const opened = await openDesk(running().url, browser, window);
      desks.push(opened);
      return opened;
    },
  };
}
