// Compares one set of `schemark dump model --format json` with what a dialect's own tool says, item by item.
//
// An item is one fact: that a table exists, one column's type, one foreign key with its actions, one enum with its
// values. It is equal; or unknown, if the dump says that it cannot know; or different. A table, column, key or index
// that only one side has is different too. What the oracle leaves `undefined` is not compared.
//
// Not differences: NO ACTION and no action at all; the schema `public` and none; the name of a constraint or index that
// only the oracle states, for the source left it to the tool; double quotes around a type's name.

/** The comparison of `dumped`, one set, with `oracle`. `oracle.tables` and `oracle.enums` are shaped like the dump's. */
export function compare(oracle, dumped) {
  const tally = new Tally(dumped.unknown ?? []);
  const tables = new Map(dumped.tables.map((it) => [title(it), it]));
  // Tables that are only spoken of come from elsewhere: the oracle cannot know them.
  const elsewhere = new Set(tally.unknowns.map((it) => /^columns of `(.*)` come from elsewhere/.exec(it.what)?.[1]));
  for (const it of oracle.tables) elsewhere.delete(it.name);
  for (const wanted of oracle.tables) {
    const name = title(wanted);
    const got = tables.get(name);
    tables.delete(name);
    if (!got) tally.missing(name, 'a table', tally.unknowns.length > 0);
    else compareTable(tally, name, wanted, { ...got, foreignKeys: got.foreignKeys.filter((it) => !elsewhere.has(it.table)) });
  }
  for (const [name, it] of tables) {
    if (elsewhere.has(it.name)) tally.missing(name, 'no table', true);
    else tally.different(name, `is no ${it.kind ?? 'table'} for the oracle (${it.path}:${it.line})`);
  }
  compareEnums(tally, oracle.enums ?? [], dumped.enums);
  if (oracle.relations) compareRelations(tally, oracle.relations, dumped.relations);
  return tally;
}

class Tally {
  items = 0;
  equal = 0;
  unknown = [];
  differences = [];

  constructor(unknowns) {
    this.unknowns = unknowns;
  }

  same(path, wanted, got, isKnown = true) {
    this.items += 1;
    const [left, right] = [JSON.stringify(wanted), JSON.stringify(got)];
    if (left === right) this.equal += 1;
    else if (!isKnown) this.unknown.push(path);
    else this.differences.push(`${path}: ${right}, the oracle says ${left}`);
  }

  missing(path, what, isUnknown) {
    this.items += 1;
    if (isUnknown) this.unknown.push(path);
    else this.differences.push(`${path}: the oracle has ${what} here`);
  }

  different(path, what) {
    this.items += 1;
    this.differences.push(`${path}: ${what}`);
  }
}

function compareTable(tally, name, wanted, got) {
  tally.same(`${name} kind`, wanted.kind, got.kind);
  const isTable = wanted.kind === 'table';
  const columns = new Map(got.columns.map((it) => [it.name, it]));
  for (const column of wanted.columns) {
    const found = columns.get(column.name);
    columns.delete(column.name);
    if (!found) tally.missing(`${name}.${column.name}`, 'a column', !got.known);
    else compareColumn(tally, `${name}.${column.name}`, column, found, isTable);
  }
  for (const column of columns.keys()) tally.different(`${name}.${column}`, 'is no column for the oracle');
  const inOrder = got.columns.map((it) => it.name);
  if (got.known) tally.same(`${name} column order`, wanted.columns.map((it) => it.name), inOrder);
  const known = got.known && got.constraintsKnown !== false;
  if (isTable) {
    tally.same(`${name} primary key`, wanted.primaryKey, got.primaryKey, known);
    compareLists(tally, `${name} unique`, wanted.uniques, got.uniques, known, uniqueKey);
    compareLists(tally, `${name} foreign key`, wanted.foreignKeys, got.foreignKeys, known && got.foreignKeys.every((it) => it.known !== false), foreignKey);
  }
  compareLists(tally, `${name} index`, wanted.indexes, got.indexes, known, indexKey);
  if (wanted.checks !== undefined && (wanted.checks || got.checks)) tally.same(`${name} checks`, wanted.checks, got.checks, known);
  if (wanted.rls !== undefined && (wanted.rls || got.rls)) tally.same(`${name} rls`, wanted.rls, got.rls, known);
  const policies = [...wanted.policies].sort();
  if (policies.length || got.policies.length) tally.same(`${name} policies`, policies, [...got.policies].sort(), known);
}

function compareColumn(tally, path, wanted, got, isTable) {
  if (wanted.key !== undefined) tally.same(`${path} key`, wanted.key, got.key);
  if (wanted.type !== undefined) tally.same(`${path} type`, unquoted(wanted.type), unquoted(got.type), got.type !== '');
  if (!isTable) return;
  tally.same(`${path} nullable`, wanted.nullable, got.nullable, got.known && got.nullable !== null);
  if (wanted.default !== undefined) tally.same(`${path} default`, wanted.default, got.default, got.known);
  if (wanted.primary || got.primary) tally.same(`${path} primary`, wanted.primary, got.primary, got.known);
  if (wanted.unique || got.unique) tally.same(`${path} unique`, wanted.unique, got.unique, got.known);
  if (wanted.enum !== undefined && (wanted.enum || got.enum)) tally.same(`${path} enum`, wanted.enum, got.enum, got.type !== '');
}

/** Compares two lists whose members have no identity but what they say; a name only counts if both sides have it. */
function compareLists(tally, path, wanted, got, isKnown, key) {
  const left = [...got];
  for (const it of wanted) {
    const same = left.filter((other) => key(other) === key(it));
    const at = left.indexOf(same.find((other) => other.name === it.name) ?? same.find((other) => !other.name || !it.name));
    tally.same(`${path} ${key(it)}${it.name ? ` ${it.name}` : ''}`, true, at >= 0, isKnown);
    if (at >= 0) left.splice(at, 1);
  }
  for (const it of left) {
    // A part that the reader could not evaluate may be one that the oracle calls differently.
    if (isKnown && it.known !== false) tally.different(`${path} ${key(it)}${it.name ? ` ${it.name}` : ''}`, 'is none for the oracle');
  }
}

const uniqueKey = (it) => `(${it.columns.join(', ')})`;
const foreignKey = (it) =>
  `(${it.columns.join(', ')}) -> ${it.table}(${it.references.join(', ')}) delete ${action(it.onDelete)} update ${action(it.onUpdate)}`;
const indexKey = (it) => `(${it.columns.join(', ')})${it.unique ? ' unique' : ''}${it.partial ? ' partial' : ''}`;
const action = (it) => (it === 'no action' || !it ? '-' : it);
const unquoted = (it) => it.replaceAll('"', '').replace(/^public\./, '');
const title = (it) => (it.schema && it.schema !== 'public' ? `${it.schema}.${it.name}` : it.name);

function compareEnums(tally, wanted, got) {
  const left = new Map(got.map((it) => [it.name, it]));
  for (const it of wanted) {
    const found = left.get(it.name);
    left.delete(it.name);
    if (!found) tally.missing(`enum ${it.name}`, 'an enum', tally.unknowns.length > 0);
    else tally.same(`enum ${it.name}`, it.values, found.values, found.known !== false);
  }
  for (const name of left.keys()) tally.different(`enum ${name}`, 'is no enum for the oracle');
}

function compareRelations(tally, wanted, got) {
  const key = (it) => `${it.table}.${it.name} ${it.kind} ${it.to}`;
  const left = new Set(got.map(key));
  // The query layer merges relations that are declared twice.
  for (const it of new Map(wanted.map((it) => [key(it), it])).values()) {
    tally.same(`relation ${key(it)}`, true, left.delete(key(it)), tally.unknowns.length === 0);
  }
  for (const it of left) tally.different(`relation ${it}`, 'is none for the oracle');
}

/** Prints one line of figures, then what is unknown and what is different, each with the reason that announces it. */
export function report(label, tally, announced = {}) {
  console.log(`${label}: ${tally.items} items, ${tally.equal} equal, ${tally.unknown.length} unknown, ${tally.differences.length} different`);
  const why = (path) => (path in announced ? ` [announced: ${announced[path]}]` : '');
  for (const it of tally.unknown) console.log(`  unknown    ${it}${why(it)}`);
  for (const it of tally.differences) console.log(`  different  ${it}${why(it.split(': ')[0])}`);
  if (tally.unknown.length) for (const it of tally.unknowns) console.log(`  because    ${it.what} (${it.path}:${it.line})`);
}

/** What `announced` gets wrong: what is unknown or different without a word there, and what it names in vain. */
export function unannounced(tallies, announced = {}) {
  const met = new Set(tallies.flatMap((it) => [...it.unknown, ...it.differences.map((line) => line.split(': ')[0])]));
  const surprises = [...met].filter((it) => !(it in announced)).length;
  const stale = Object.keys(announced).filter((it) => !met.has(it));
  return [...(surprises ? [`${surprises} unknown or different`] : []), ...stale.map((it) => `announced in vain: ${it}`)];
}
