import { bigint, timestamp } from "npm:drizzle-orm@0.45.4/pg-core";

export const states = ["open", "done"] as const;
export const identity = () => ({ id: bigint("id", { mode: "number" }).generatedByDefaultAsIdentity().primaryKey() });
export const stamps = { createdAt: timestamp("created_at", { withTimezone: true }).defaultNow().notNull() };
