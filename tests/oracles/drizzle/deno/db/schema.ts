import { sql } from "npm:drizzle-orm@0.45.4";
import { index, pgEnum, pgTable, text } from "npm:drizzle-orm@0.45.4/pg-core";
import { identity, stamps, states } from "./columns.ts";

export const stateEnum = pgEnum("state", states);

export const projects = pgTable("projects", { ...identity(), title: text("title").notNull(), ...stamps }, (t) => {
  return { byTitle: index("projects_title_idx").on(sql`lower(${t.title})`) };
});
