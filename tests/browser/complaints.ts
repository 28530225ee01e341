import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What went wrong in pages that are watched. */
export interface Complaints {
  /** Listens to every page that a profile opens from now on; to errors and warnings on the console if it is to be silent. */
  watch(profile: BrowserContext, home: string, options?: { readonly isSilent?: boolean }): void;
  /** No page of the house ever breaks, or asks anybody else for anything. Forgets what there was. */
  expectNone(): void;
}

export function listenForComplaints(): Complaints {
  let heard: string[] = [];
  return {
    watch(profile, home, { isSilent = false } = {}) {
      const complain = (words: string) => heard.push(words);
      profile.on('page', (page) => {
        listen(page, home, complain);
        if (isSilent) listenToConsole(page, complain);
      });
    },
    expectNone() {
      const all = heard;
      heard = [];
      expect(all).toEqual([]);
    },
  };
}

function listen(page: Page, home: string, complain: (words: string) => void): void {
  const { host } = new URL(home);
  page.on('pageerror', (error) => complain(error.stack ?? error.message));
  page.on('request', (request) => {
    const { host: asked, protocol } = new URL(request.url());
    if (asked !== host && protocol !== 'data:' && protocol !== 'blob:') complain(request.url());
  });
}

function listenToConsole(page: Page, complain: (words: string) => void): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(message.text());
  });
}
