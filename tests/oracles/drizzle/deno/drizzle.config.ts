import process from "node:process";
import { defineConfig } from "npm:drizzle-kit@0.31";

export default defineConfig({
  out: "./migrations",
  schema: "./db/{schema,parts/*.model}.ts",
  dialect: "postgresql",
  dbCredentials: { url: process.env.DATABASE_URL ?? "" },
});
