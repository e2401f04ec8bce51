import path, { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'drizzle-kit';
import { NAMING } from '@press/core/casing';

const __here = dirname(fileURLToPath(import.meta.url));

export default defineConfig({ dialect: 'sqlite', schema: path.join(__here, '../schema'), casing: NAMING });
