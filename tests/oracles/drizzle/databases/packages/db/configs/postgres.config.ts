import type { Config } from 'drizzle-kit';
import { NAMING } from '@press/core/casing';

// Paths start where drizzle-kit is started: at the package.
export default { dialect: 'postgresql', schema: './schema', casing: NAMING, out: './migrations/postgres' } satisfies Config;
