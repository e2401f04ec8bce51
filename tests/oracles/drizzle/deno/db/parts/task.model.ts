import { bigint, index, pgTable, text, type AnyPgColumn } from "npm:drizzle-orm@0.45.4/pg-core";
import { identity, stamps, states } from "../columns.ts";
import { projects, stateEnum } from "../schema.ts";

export const tasksTable = pgTable("tasks", {
  ...identity(),
  ...stamps,
  projectId: bigint("project_id", { mode: "number" }).notNull().references(() => projects.id, { onDelete: "cascade" }),
  parentId: bigint("parent_id", { mode: "number" }).references((): AnyPgColumn => tasksTable.id),
  state: stateEnum("state").notNull().default("open"),
  before: text("before", { enum: states }),
}, (t) => [index().on(t.projectId, t.state)]);
