// Holds the comparison to its word: every fact of a model that is changed must be reported as different.
//   node tests/oracles/mutations.mjs
// A model that has one of everything is compared with itself, which gives no difference; then with one fact dropped,
// doubled or changed at a time, on either side. What the model does not know elsewhere excuses none of them. Exits 1 on a
// change that goes unreported, and on a doubt that is not accepted where it is stated.

import { compare } from './compare.mjs';

const column = (name, more = {}) => ({ name, key: name, type: 'text', nullable: true, default: false, primary: false, unique: false, enum: null, known: true, ...more });
const table = (name, more = {}) => ({
  name, schema: null, kind: 'table', export: name, path: 'schema.ts', line: 1, known: true, constraintsKnown: true, policiesKnown: true, columns: [],
  primaryKey: [], uniques: [], foreignKeys: [], indexes: [], checks: 0, rls: false, policies: [], ...more,
});
const model = () => ({
  tables: [
    table('teams', { columns: [column('id', { nullable: false, primary: true })], primaryKey: ['id'] }),
    table('users', {
      columns: [
        column('id', { type: 'uuid', nullable: false, default: true, primary: true }),
        column('email', { type: 'character varying(120)', nullable: false, unique: true }),
        column('role', { type: 'user_role', nullable: false, enum: 'user_role' }),
        column('team_id'),
        column('region'),
      ],
      primaryKey: ['id'],
      uniques: [{ name: 'users_email', columns: ['email'] }, { name: null, columns: ['region', 'team_id'] }],
      foreignKeys: [{ columns: ['team_id'], table: 'teams', schema: null, references: ['id'], onDelete: 'cascade', onUpdate: 'set null', known: true }],
      indexes: [
        { name: 'users_role', columns: ['role', '<expr>'], unique: false, partial: true },
        { name: null, columns: ['region'], unique: true, partial: false },
      ],
      checks: 2,
      rls: true,
      policies: ['own rows', 'staff'],
    }),
    table('visits', { schema: 'audit', columns: [column('at'), column('by')] }),
    table('newest', { kind: 'view', columns: [column('id'), column('email')] }),
  ],
  enums: [{ name: 'user_role', schema: null, export: 'userRole', values: ['admin', 'member'], known: true }],
  relations: [{ table: 'users', name: 'team', kind: 'one', to: 'teams' }, { table: 'teams', name: 'users', kind: 'many', to: 'users' }],
});

// What is known of nothing that the model above holds.
const elsewhere = [
  { path: 'schema.ts', line: 90, what: 'columns of `others` come from a call that cannot be evaluated', scope: 'table', table: 'others' },
  { path: 'schema.ts', line: 91, what: 'a part of column `x` of `others` cannot be evaluated', scope: 'detail', table: null },
];
// No facts: where a thing is written, how the source calls it, and what is said of knowing.
const beside = new Set(['export', 'path', 'line', 'known', 'constraintsKnown', 'policiesKnown']);
// The source leaves these to the tool; a view has columns of a name and a type, and no demands.
const free = (path) => /^tables\.\d+\.(uniques|indexes)\.\d+\.name$/.test(path) || /^tables\.3\.(checks|rls)$/.test(path) || /^tables\.3\.columns\.\d+\.(nullable|default|primary|unique|enum)$/.test(path);

const wrong = [];
let tried = 0;
expect('a model and itself', compare(model(), { ...model(), unknown: elsewhere }), 0);
for (const [name, change] of changes(model())) {
  const changed = model();
  change(changed);
  expect(`${name}, in the dump`, compare(model(), { ...changed, unknown: elsewhere }), 1);
  expect(`${name}, in the oracle`, compare(changed, { ...model(), unknown: elsewhere }), 1);
}
doubts();
for (const it of wrong) console.log(it);
console.log(`mutations: ${tried} comparisons, ${wrong.length} wrong`);
process.exitCode = wrong.length ? 1 : 0;

/** Every change of one fact: a member of a list dropped, doubled under another name or put last, a value changed. */
function changes(whole) {
  const found = [];
  const look = (value, path) => {
    if (Array.isArray(value)) {
      value.forEach((it, index) => {
        found.push([`${path}.${index} dropped`, (it) => at(it, path).splice(index, 1)]);
        look(it, `${path}.${index}`);
      });
      const isOrdered = /columns$|Key$|references$|values$/.test(path) && !/uniques$|indexes$/.test(path);
      if (isOrdered && value.length > 1) found.push([`${path} reversed`, (it) => at(it, path).reverse()]);
      if (value.length) found.push([`${path} has one more`, (it) => at(it, path).push(another(at(it, path)[0]))]);
    } else if (value && typeof value === 'object') {
      for (const key of Object.keys(value)) if (!beside.has(key) && !free(`${path}.${key}`)) look(value[key], path ? `${path}.${key}` : key);
    } else {
      found.push([`${path} changed`, (it) => (at(it, path.replace(/\.[^.]+$/, ''))[path.replace(/^.*\./, '')] = other(value))]);
    }
  };
  look(whole, '');
  return found;
}

function at(whole, path) {
  return path.split('.').filter(Boolean).reduce((it, key) => it[key], whole);
}
function other(value) {
  return (typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : value === null ? 'another' : `${value}_x`);
}
function another(it) {
  return (typeof it === 'string' ? `${it}_x` : { ...structuredClone(it), name: `${it.name}_x`, ...(it.columns && !it.kind && { columns: ['at'] }) });
}

/** A doubt is accepted for the item that it is about, with its reason, and for no other. */
function doubts() {
  const about = (scope, name, what) => [...elsewhere, { path: 'schema.ts', line: 7, what, scope, table: name }];
  const without = (change) => {
    const it = model();
    change(it);
    return it;
  };
  const open = { known: false };
  const cases = [
    ['a table', (it) => it.tables.splice(0, 1), about('tables', null, 'a table may be declared here that cannot be read'), /^teams$/],
    ['a column', (it) => (it.tables[1].columns.pop(), Object.assign(it.tables[1], open)), about('table', 'users', 'columns of `users` come from a call'), /^users\.region$/],
    ['a check', (it) => Object.assign(it.tables[1], { checks: 1, constraintsKnown: false }), about('table', 'users', 'a statement on `users` cannot be read'), /^users checks$/],
    ['a type', (it) => Object.assign(it.tables[1].columns[0], { type: '', ...open }), about('detail', null, 'the type of `users.id` cannot be evaluated'), /^users\.id (type|enum)$/],
    ['a null', (it) => Object.assign(it.tables[1].columns[0], { nullable: null, ...open }), about('detail', null, 'whether `users.id` may be NULL'), /^users\.id nullable$/],
    ['an enum', (it) => (it.enums[0].values.pop(), Object.assign(it.enums[0], open)), about('detail', null, 'the values of `user_role` cannot be evaluated'), /^enum user_role$/],
    ['a relation', (it) => it.relations.pop(), about('detail', null, 'the relations of `teams` cannot be evaluated'), /^relation teams\.users/],
    ['a target', (it) => Object.assign(it.tables[1].foreignKeys[0], { table: 'x', ...open }), about('detail', null, 'where `users.team_id` leads'), /^users foreign key/],
  ];
  for (const [name, change, unknown, path] of cases) {
    const dumped = without(change);
    const tally = compare(model(), { ...dumped, unknown });
    expect(`${name} that is said to be unknown`, tally, 0);
    if (!tally.unknown.length || !tally.unknown.every((it) => path.test(it) && tally.reasons.get(it).endsWith('(schema.ts:7)'))) {
      wrong.push(`${name} that is said to be unknown is told as ${JSON.stringify(tally.unknown)}`);
    }
    expect(`${name} that is missing without a reason`, compare(model(), { ...dumped, unknown: elsewhere }), 1);
    // The doubt stays with its item.
    dumped.tables.at(-1).columns[1].name = 'mail';
    expect(`${name} that is said to be unknown, beside a view's other column`, compare(model(), { ...dumped, unknown }), 1);
  }
}

/** Notes it unless `tally` has differences, or none where `least` is 0. */
function expect(name, tally, least) {
  tried += 1;
  const got = tally.differences.length;
  if (least ? got < least : got) wrong.push(`${name}: ${got} different: ${tally.differences.join('; ')}`);
}
