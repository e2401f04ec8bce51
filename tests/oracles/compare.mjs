// Compares one set of `schemark dump model --format json` with what a dialect's own tool says, item by item.
//
// An item is one fact: that a table exists, one column's type, one foreign key with its actions, one enum with its
// values. It is equal; or unknown, if the dump says of this very item that it cannot know it, and why; or different. A
// table, column, key or index that only one side has is different too. What the oracle leaves `undefined` is not
// compared. `mutations.mjs` holds this comparison to that.
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
    if (!got) tally.missing(name, 'a table', tally.whyTable(wanted.name));
    else compareTable(tally, name, wanted, { ...got, foreignKeys: got.foreignKeys.filter((it) => !elsewhere.has(it.table)) });
  }
  for (const [name, it] of tables) {
    if (elsewhere.has(it.name)) tally.missing(name, 'no table', tally.whyColumns(it.name));
    else tally.different(name, `is no ${it.kind ?? 'table'} for the oracle (${it.path}:${it.line})`);
  }
  if (oracle.enums) compareEnums(tally, oracle.enums, dumped.enums);
  if (oracle.relations) compareRelations(tally, oracle.relations, dumped.relations);
  return tally;
}

class Tally {
  items = 0;
  equal = 0;
  unknown = [];
  differences = [];
  /** Why each of `unknown` is so. */
  reasons = new Map();

  constructor(unknowns) {
    this.unknowns = unknowns;
  }

  /** One fact of both sides. `why` is the reason for which the dump does not know it, if it does not. */
  same(path, wanted, got, why) {
    const [left, right] = [JSON.stringify(wanted), JSON.stringify(got)];
    if (left !== right) return this.unequal(path, `${right}, the oracle says ${left}`, why);
    this.items += 1;
    this.equal += 1;
  }

  /** One fact that the oracle alone has. */
  missing(path, what, why) {
    this.unequal(path, `the oracle has ${what} here`, why);
  }

  different(path, what) {
    this.unequal(path, what);
  }

  unequal(path, what, why) {
    this.items += 1;
    if (!why) return void this.differences.push(`${path}: ${what}`);
    this.unknown.push(path);
    this.reasons.set(path, why);
  }

  /** Why a table or a type called `name` may exist that is not listed: only what leaves whole tables open counts. */
  whyTable(name) {
    return said(this.unknowns.find((it) => it.table === name) ?? this.unknowns.find((it) => it.scope === 'tables'));
  }

  /** Why a relation of `table` may exist that is not listed. */
  whyRelation(table, name) {
    const isOpen = (it) => it.table === table || it.scope === 'tables' || it.what.startsWith('the relations of the schema');
    return said(this.unknowns.find((it) => /relation/.test(it.what) && mentions(it, table) && (mentions(it, name) || /relations of/.test(it.what))) ?? this.unknowns.find(isOpen));
  }

  /** Why a listed table may have more than is listed, or what is listed of it may be otherwise. */
  whyColumns(table, detail) {
    const own = this.unknowns.filter((it) => it.table === table || mentions(it, table));
    const close = detail && this.unknowns.find((it) => mentions(it, `${table}.${detail}`) || (mentions(it, detail) && own.includes(it)));
    return said(close || own[0]);
  }
}

const said = (it) => it && `${it.what} (${it.path}:${it.line})`;
const mentions = (unknown, name) => unknown.what.includes(`\`${name}\``);

function compareTable(tally, name, wanted, got) {
  if (wanted.kind !== undefined) tally.same(`${name} kind`, wanted.kind, got.kind);
  const isTable = (wanted.kind ?? got.kind) === 'table';
  const columns = new Map(got.columns.map((it) => [it.name, it]));
  // A doubt needs a reason that the dump states; without one, what is missing is missing.
  const why = (isKnown, detail) => (isKnown ? undefined : tally.whyColumns(got.name, detail));
  for (const column of wanted.columns) {
    const found = columns.get(column.name);
    columns.delete(column.name);
    if (!found) tally.missing(`${name}.${column.name}`, 'a column', why(got.known, column.name));
    else compareColumn(tally, `${name}.${column.name}`, column, found, { isTable, table: got, why });
  }
  for (const column of columns.keys()) tally.different(`${name}.${column}`, 'is no column for the oracle');
  const inOrder = got.columns.map((it) => it.name);
  if (got.known) tally.same(`${name} column order`, wanted.columns.map((it) => it.name), inOrder);
  const isWhole = got.known && got.constraintsKnown !== false;
  const isRuled = isWhole && got.policiesKnown !== false;
  if (isTable) {
    // More may exist than is listed; what is listed exists.
    if (wanted.primaryKey) tally.same(`${name} primary key`, wanted.primaryKey, got.primaryKey, why(isWhole || got.primaryKey.length > 0));
    compareLists(tally, `${name} unique`, wanted.uniques, got.uniques, uniqueKey, () => why(isWhole));
    compareForeignKeys(tally, name, wanted.foreignKeys, got.foreignKeys, () => why(isWhole), (columns) => why(false, columns[0]));
    if (wanted.checks !== undefined && (wanted.checks || got.checks)) {
      tally.same(`${name} checks`, wanted.checks, got.checks, why(isWhole || got.checks > wanted.checks));
    }
    if (wanted.rls !== undefined && (wanted.rls || got.rls)) tally.same(`${name} rls`, wanted.rls, got.rls, why(isRuled || got.rls));
    const policies = (list) => list?.map((it) => ({ name: it }));
    compareLists(tally, `${name} policy`, policies(wanted.policies), policies(got.policies), (it) => it.name, () => why(isRuled));
  }
  compareLists(tally, `${name} index`, wanted.indexes, got.indexes, indexKey, () => why(isWhole));
}

function compareColumn(tally, path, wanted, got, { isTable, table, why }) {
  const isUnknown = (isSo) => why(!isSo, got.name);
  if (wanted.key !== undefined) tally.same(`${path} key`, wanted.key, got.key);
  if (wanted.type !== undefined) tally.same(`${path} type`, unquoted(wanted.type), unquoted(got.type), isUnknown(got.type === ''));
  if (!isTable) return;
  tally.same(`${path} nullable`, wanted.nullable, got.nullable, isUnknown(got.nullable === null));
  if (wanted.default !== undefined) tally.same(`${path} default`, wanted.default, got.default, isUnknown(!got.known));
  const isOpen = !got.known || !table.known || table.constraintsKnown === false;
  if (wanted.primary || got.primary) tally.same(`${path} primary`, wanted.primary, got.primary, isUnknown(isOpen && !got.primary));
  if (wanted.unique || got.unique) tally.same(`${path} unique`, wanted.unique, got.unique, isUnknown(isOpen && !got.unique));
  if (wanted.enum !== undefined && (wanted.enum || got.enum)) tally.same(`${path} enum`, wanted.enum, got.enum, isUnknown(got.type === ''));
}

/** Compares two lists whose members have no identity but what they say; a name only counts if both sides have it. */
function compareLists(tally, path, wanted, got, key, why) {
  if (wanted === undefined) return;
  const left = [...got];
  for (const it of wanted) {
    const at = sameIn(left, it, key);
    tally.same(titled(path, it, key), true, at >= 0, why(it));
    if (at >= 0) left.splice(at, 1);
  }
  for (const it of left) tally.different(titled(path, it, key), 'is none for the oracle');
}

/** Foreign keys, of which one may be known but for its target. */
function compareForeignKeys(tally, name, wanted, got, why, whyTarget) {
  if (wanted === undefined) return;
  const [path, key] = [`${name} foreign key`, foreignKey];
  const certain = got.filter((it) => it.known !== false);
  const open = got.filter((it) => it.known === false);
  const unmet = wanted.filter((it) => {
    const at = sameIn(certain, it, key);
    if (at < 0) return true;
    tally.same(titled(path, it, key), true, true);
    certain.splice(at, 1);
    return false;
  });
  for (const it of unmet) {
    const at = open.findIndex((other) => other.columns.join() === it.columns.join());
    tally.same(titled(path, it, key), true, at >= 0 && key(open[at]) === key(it), at < 0 ? why(it) : whyTarget(it.columns));
    if (at >= 0) open.splice(at, 1);
  }
  for (const it of open) tally.missing(titled(path, it, key), 'none', whyTarget(it.columns));
  for (const it of certain) tally.different(titled(path, it, key), 'is none for the oracle');
}

/** The place in `list` of what says the same as `it`, -1 if nothing does. */
function sameIn(list, it, key) {
  const same = list.filter((other) => key(other) === key(it));
  return list.indexOf(same.find((other) => other.name === it.name) ?? same.find((other) => !other.name || !it.name));
}

const titled = (path, it, key) => `${path} ${key(it)}${it.name && it.name !== key(it) ? ` ${it.name}` : ''}`;
const uniqueKey = (it) => `(${it.columns.join(', ')})`;
const foreignKey = (it) =>
  `(${it.columns.join(', ')}) -> ${title({ schema: it.schema, name: it.table })}(${it.references.join(', ')}) delete ${action(it.onDelete)} update ${action(it.onUpdate)}`;
const indexKey = (it) => `(${it.columns.join(', ')})${it.unique ? ' unique' : ''}${it.partial ? ' partial' : ''}`;
const action = (it) => (it === 'no action' || !it ? '-' : it);
const unquoted = (it) => it.replaceAll('"', '').replace(/^public\./, '');
const title = (it) => (it.schema && it.schema !== 'public' ? `${it.schema}.${it.name}` : it.name);

function compareEnums(tally, wanted, got) {
  const left = [...got];
  for (const it of wanted) {
    // Prisma's data model names an enum without its schema.
    const at = left.findIndex((other) => (it.schema === undefined ? other.name === it.name : title(other) === title(it)));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    const path = `enum ${title(it)}`;
    if (!found) tally.missing(path, 'an enum', tally.whyTable(it.name));
    else tally.same(path, it.values, found.values, found.known === false ? tally.whyColumns(it.name) : undefined);
  }
  for (const it of left) tally.different(`enum ${title(it)}`, 'is no enum for the oracle');
}

function compareRelations(tally, wanted, got) {
  const key = (it) => `${it.table}.${it.name} ${it.kind} ${it.to}`;
  const left = new Set(got.map(key));
  // The query layer merges relations that are declared twice.
  for (const it of new Map(wanted.map((it) => [key(it), it])).values()) {
    tally.same(`relation ${key(it)}`, true, left.delete(key(it)), tally.whyRelation(it.table, it.name));
  }
  for (const it of left) tally.different(`relation ${it}`, 'is none for the oracle');
}

/** Prints one line of figures, then what is unknown and what is different, each with the reason that announces it. */
export function report(label, tally, announced = {}) {
  console.log(`${label}: ${tally.items} items, ${tally.equal} equal, ${tally.unknown.length} unknown, ${tally.differences.length} different`);
  const why = (path) => (path in announced ? ` [announced: ${announced[path]}]` : '');
  for (const it of tally.unknown) console.log(`  unknown    ${it}: ${tally.reasons.get(it)}${why(it)}`);
  for (const it of tally.differences) console.log(`  different  ${it}${why(it.split(': ')[0])}`);
}

/** What `announced` gets wrong: what is unknown or different without a word there, and what it names in vain. */
export function unannounced(tallies, announced = {}) {
  const met = new Set(tallies.flatMap((it) => [...it.unknown, ...it.differences.map((line) => line.split(': ')[0])]));
  const surprises = [...met].filter((it) => !(it in announced)).length;
  const stale = Object.keys(announced).filter((it) => !met.has(it));
  return [...(surprises ? [`${surprises} unknown or different`] : []), ...stale.map((it) => `announced in vain: ${it}`)];
}
