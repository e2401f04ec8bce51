// What the SQL of Prisma's migration engine for SQLite creates, in the shape of `catalog.sql`. The engine writes it one
// thing per line, so this reads lines.

export function tablesOfLite(sql) {
  const tables = new Map();
  let open;
  for (const line of sql.split('\n')) {
    const [, created] = /^CREATE TABLE "(.+)" \($/.exec(line) ?? [];
    if (created) tables.set(created, (open = empty(created)));
    else if (line.startsWith(');')) open = undefined;
    else if (open && line) take(open, line.trim().replace(/,$/, ''));
    else index(tables, line);
  }
  return { tables: [...tables.values()] };
}

const empty = (name) => ({ name, schema: null, kind: 'table', columns: [], primaryKey: [], uniques: [], foreignKeys: [], indexes: [], checks: 0, policies: [] });
const names = (list) => [...list.matchAll(/"((?:[^"]|"")+)"/g)].map((it) => it[1]);

/** A column or a constraint of `table`. */
function take(table, line) {
  const [, key] = /^(?:CONSTRAINT ".+" )?PRIMARY KEY \((.+)\)$/.exec(line) ?? [];
  if (key) {
    table.primaryKey = names(key);
    for (const it of table.columns) it.primary = table.primaryKey.includes(it.name);
    return;
  }
  const foreign = /^CONSTRAINT ".+" FOREIGN KEY \((.+)\) REFERENCES "(.+?)" \((.+)\) ON DELETE (.+) ON UPDATE (.+)$/.exec(line);
  if (foreign) {
    const [, from, to, references, onDelete, onUpdate] = foreign;
    table.foreignKeys.push({ columns: names(from), table: to, references: names(references), onDelete: action(onDelete), onUpdate: action(onUpdate) });
    return;
  }
  const column = /^"(.+?)" (.+?)( NOT NULL)?( PRIMARY KEY(?: AUTOINCREMENT)?)?( DEFAULT .+)?$/.exec(line);
  if (!column) throw new Error(`what is ${line}?`);
  const [, name, type, required, primary, value] = column;
  if (primary) table.primaryKey = [name];
  table.columns.push({ name, type: type.toLowerCase(), nullable: !required, default: Boolean(value), primary: Boolean(primary), unique: false });
}

const action = (it) => (it === 'NO ACTION' ? null : it.toLowerCase());

function index(tables, line) {
  const created = /^CREATE (UNIQUE )?INDEX "(.+?)" ON "(.+?)"\((.+)\);$/.exec(line);
  if (created) tables.get(created[3]).indexes.push({ name: created[2], columns: names(created[4]), unique: Boolean(created[1]), partial: false });
}
