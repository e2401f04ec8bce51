import path from 'node:path';

export default {
  dialect: 'postgresql',
  schema: path.join(import.meta.dirname, 'db'),
};
