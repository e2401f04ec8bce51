// What the tool of DBML makes of a schema.

import { ModelExporter, Parser } from '@dbml/core';

/** The SQL of `source` for PostgreSQL, or what its own tool says against it. */
export function exported(source) {
  try {
    return { sql: ModelExporter.export(new Parser().parse(source, 'dbmlv2'), 'postgres', false) };
  } catch (error) {
    const said = (error.diags ?? []).map((it) => `line ${it.location.start.line}: ${it.message}`);
    return { error: said.join('; ') || String(error) };
  }
}
