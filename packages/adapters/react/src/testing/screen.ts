import { afterEach, beforeEach } from 'vitest';
import { createScreens } from './screens.ts';

export const { show, screenOf, expectComplaints } = createScreens({ beforeEach, afterEach });
