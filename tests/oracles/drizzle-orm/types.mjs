// drizzle-orm's names of types, as the database prints them.

const plain = { serial: 'integer', bigserial: 'bigint', smallserial: 'smallint', time: 'time without time zone', timestamp: 'timestamp without time zone', char: 'character(1)' };

/** `type` as PostgreSQL's `format_type` prints it; another database's type as that prints it. */
export function canonical(type, isPostgres) {
  if (!isPostgres) return type.replace(/^decimal\((\d+)\)/, 'decimal($1,0)');
  const array = /(\[\d*\])+$/.exec(type)?.[0];
  if (array) return `${canonical(type.slice(0, -array.length), true)}[]`;
  const tight = type.replace(/ \(/g, '(').replace(/, /g, ',');
  return (
    plain[tight] ??
    tight
      .replace(/^varchar/, 'character varying')
      .replace(/^char\(/, 'character(')
      .replace(/^numeric\((\d+)\)$/, 'numeric($1,0)')
      .replace(/^(time|timestamp)(\(\d+\))?$/, '$1$2 without time zone')
  );
}
