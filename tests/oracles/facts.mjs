// What a database contains as lines that can be compared, and which of them a writer says that it leaves out.

/** The facts of `catalog`, as far as `other` can tell them too. A constraint's or index's name counts if `set` gives it. */
export function facts(catalog, other, set) {
  const isDeep = [catalog, other].every((it) => it.tables.every((table) => table.expressions));
  const names = new Set(set.tables.flatMap((it) => [...it.uniques, ...it.indexes].map((it) => it.name)).filter(Boolean));
  const policies = [catalog, other].every((it) => it.tables.every((table) => table.rls !== undefined));
  // Only PostgreSQL has types that are enums.
  const list = (isDeep ? catalog.enums : []).map((it) => fact('enum', { name: it.name }, `enum ${title(it)} ${JSON.stringify(it.values)}`));
  for (const table of catalog.tables) list.push(...tableFacts(table, { isDeep, names, policies }));
  return list;
}

/** SQL in its plainest spelling, without what the model does not hold of an index: what it stores beside its keys, and how. */
function plain(sql) {
  return sql
    ?.replace(/\bCURRENT_TIMESTAMP\b/g, 'now()')
    .replace(/^ARRAY\[\](?=::)/, "'{}'")
    .replace(/^'(-?[\d.]+)'::numeric$/, '$1')
    .replace(/ INCLUDE \([^()]*\)/, '')
    .replace(/ WITH \([^()]*\)(?= WHERE |$)/, '');
}

/** How the database gives `column` its value. Who counts for it, a sequence or an identity, is the same to its rows. */
export function given({ expression, generated, identity, numbered }) {
  return numbered && identity !== 'a' ? 'counts' : `${plain(expression ?? null)} ${generated}${identity}`;
}

const title = (it) => `${it.schema ?? 'public'}.${it.name}`;
const fact = (kind, { table, column, name }, text) => ({ kind, table, column, name, text });

function tableFacts(table, { isDeep, names, policies }) {
  const { expressions = {} } = table;
  const of = { table: table.name };
  const say = (kind, more, text) => fact(kind, { ...of, ...more }, `${title(table)} ${text}`);
  const named = (it) => (names.has(it.name) ? ` named ${it.name}` : '');
  const isUnique = (it) => it.unique && !it.partial && !it.columns.includes('<expr>');
  const columns = (it) => JSON.stringify(it.columns);
  // Of a view, a writer says all or nothing.
  const isTable = table.kind === 'table';
  const numbered = !isDeep && table.primaryKey.length === 1 && table.primaryKey[0];
  const list = [say(isTable ? 'table' : 'view', {}, `is a ${table.kind}`)];
  for (const it of table.columns) {
    const column = { column: it.name };
    list.push(say(isTable ? 'column' : 'view', column, `column ${it.name}`));
    if (it.type !== undefined && (isDeep || isTable)) list.push(say(isTable ? 'type' : 'view', column, `type of ${it.name}: ${it.type.replaceAll('"', '')} ${isDeep ? it.enum : ''}`));
    if (!isTable) continue;
    list.push(say('null', column, `null of ${it.name}: ${it.nullable}`));
    // SQLite numbers the rows of such a table by itself.
    if (numbered === it.name && it.type === 'integer') continue;
    if (it.default !== undefined) list.push(say('default', column, `default of ${it.name}: ${isDeep ? given(it) : it.default}`));
  }
  list.push(say(isTable ? 'order' : 'view', {}, `order ${JSON.stringify(table.columns.map((it) => it.name))}`));
  if (isTable) {
    list.push(say('key', {}, `primary key ${JSON.stringify(table.primaryKey)}`));
    // A key that is stated to be unique besides has one index.
    const isKey = (it) => it.columns.join() === table.primaryKey.join();
    for (const it of [...table.uniques, ...table.indexes.filter(isUnique)].filter((it) => !isKey(it))) list.push(say('unique', { column: it.columns.join(', '), name: it.name }, `unique ${columns(it)}${isDeep ? named(it) : ''}`));
    for (const it of table.foreignKeys) {
      const actions = [it.onDelete, it.onUpdate].map((it) => (it === 'no action' ? null : it));
      list.push(say('foreign key', { column: it.columns.join(', ') }, `reference ${columns(it)} ${it.schema ?? 'public'}.${it.table} ${JSON.stringify([it.references, ...actions])}`));
    }
    if (isDeep) for (const it of Object.values(expressions.checks ?? {})) list.push(say('check', {}, `check ${it.replace(/ NOT VALID$/, '')}`));
    else if (table.checks !== undefined) list.push(say('check', {}, `checks ${table.checks}`));
    if (policies) list.push(say('row level security', {}, `row level security ${table.rls}`));
    for (const it of table.policies) list.push(say('policy', { name: it }, `policy ${it} ${isDeep ? JSON.stringify(expressions.policies[it]) : ''}`));
  }
  for (const it of table.indexes.filter((it) => !isUnique(it))) {
    // The database may have chosen the name, and calls an expression otherwise than its writer.
    const name = names.has(it.name) || it.columns.includes('<expr>') ? undefined : it.columns.join(', ');
    list.push(say('index', { name: names.has(it.name) ? it.name : undefined, column: name }, `index ${columns(it)} ${it.unique} ${it.partial}${isDeep ? named(it) : ''} ${isDeep ? plain(expressions.indexes?.[it.name]) : ''}`));
  }
  if (isDeep && expressions.query) list.push(say('view', {}, `query ${expressions.query.replace(/\s+/g, ' ')}`));
  return list;
}

// How each kind is called in what writers say.
const words = {
  enum: /enum|values/, table: /^table|none of its columns/, column: /column/, type: /type|column/, null: /null|list|^column /i, key: /key/, order: /column/,
  default: /default|counting|counts|number|identity|expression|generated|new value|column/, unique: /unique/, 'foreign key': /key|reference|relation/,
  check: /check|exclusion/, 'row level security': /row level security/, policy: /policy|policies/, index: /index|condition/, view: /view/,
};

/** True if one of the lines `leftOut` says that it is about `fact`: its kind, its table, and its column or name. */
export function isExcused(fact, leftOut) {
  const has = (line, name) => name !== undefined && line.includes(`\`${name}\``);
  return leftOut.some((line) => {
    // Of a table that is not known as a whole, nothing is.
    if (has(line, fact.table) && /^columns of .* (that are (not known|unknown))$/.test(line)) return true;
    // A part of another table takes its numbers from there.
    if (fact.kind === 'default' && has(line, fact.table) && / is a part of /.test(line)) return true;
    if (!words[fact.kind].test(line)) return false;
    if (fact.kind === 'enum') return has(line, fact.name);
    const { table, column, name } = fact;
    // Where nothing says which one is meant, any of that kind of the table may be.
    if (has(line, table) && !column && !name) return true;
    return has(line, `${table}.${column}`) || (has(line, table) && (has(line, column) || has(line, name) || !/`.*`.*`/.test(line) || (column && line.includes(`\`${table}_${column.replaceAll(', ', '_')}_`))));
  });
}
