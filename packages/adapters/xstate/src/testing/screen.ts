import { createScreens } from '@statehouse/react/testing';
import { afterEach, beforeEach } from 'vitest';

export const { show } = createScreens({ beforeEach, afterEach });
