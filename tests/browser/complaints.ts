import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What went wrong in pages that are watched. */
export interface Complaints {
  /** Listens to every page that a profile opens from now on. */
  watch(profile: BrowserContext, home: string): void;
  /** No page of the house ever breaks, or asks anybody else for anything. Forgets what there was. */
  expectNone(): void;
}

export function listenForComplaints(): Complaints {
  let heard: string[] = [];
  return {
    watch: (profile, home) => profile.on('page', (page) => listen(page, home, (words) => heard.push(words))),
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
