// A table that joins an existing schema: generated from a story into the demonstration workspace, it compiles with the
// files around it, and its SQL applies to PostgreSQL with the enum, the foreign keys and the indexes it needs.
// SCHEMARK: the program; WORKSPACE: a copy of tests/workspaces/demo.

import fs from 'node:fs';
import path from 'node:path';

import { applySql } from './postgres.mjs';
import { compile, expect, expectSame, exportSql, findings, linkPackages, schemark, workspace } from './schema-tools.mjs';

const late = 'docs/product/user-stories/pay-a-late-fee.md';
const accessories = 'docs/stories/1.3.accessories.md';
linkPackages();
compile('packages/db');

const preview = schemark(['generate', late, '--table', 'late_fees', '--diff']);
expect('the preview shows the table', preview.includes('late_fees') && preview.includes('+'), preview);
expect('the preview writes nothing', !fs.existsSync(path.join(workspace, 'packages/db/src/schema/late-fee.ts')));

const before = findings('unknown-table');
schemark(['generate', late, '--table', 'late_fees', '--write']);
schemark(['generate', accessories, '--table', 'accessories', '--write']);
compile('packages/db');
console.log('ok tsc accepts both');
expectSame(
  'exactly their findings go',
  findings('unknown-table'),
  before.filter((it) => !/`(late_fees|accessories)`/.test(it)),
);

const sql = exportSql('packages/db');
const columns = "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'";
const made = applySql(sql, columns);
for (const name of ['loan_id', 'member_id', 'amount_cents', 'status', 'waived_reason', 'paid_at', 'created_at', 'updated_at']) {
  expect(`late_fees.${name} is in the database`, made.includes(`late_fees.${name}`), made);
}
const indexed = applySql(sql, "select indexdef from pg_indexes where tablename = 'late_fees'").join('\n');
expect('its foreign keys are indexed', /\(loan_id\)/.test(indexed) && /\(member_id\)/.test(indexed), indexed);
expect('no finding is added to the new files', findings('foreign-key-without-index', 'missing-timestamps', 'table-naming', 'column-naming').every((it) => !/late-fee|accessory/.test(it)));
