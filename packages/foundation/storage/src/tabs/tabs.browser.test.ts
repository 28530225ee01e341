import { describe, test } from 'vitest';
import { runTabsConformance } from './conformance.ts';
import { createWebTabs } from './tabs.ts';

describe('tabs by the Web Locks and the BroadcastChannel of a browser', () => {
  runTabsConformance(
    {
      create: () => ({
        tabs: [createWebTabs(), createWebTabs(), createWebTabs()],
        // There is no other way to know that nothing more arrives.
        settle: () => new Promise((resolve) => setTimeout(resolve, 50)),
      }),
    },
    { test },
  );
});
