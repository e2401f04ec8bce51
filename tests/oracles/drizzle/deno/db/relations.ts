import { defineRelations } from "npm:drizzle-orm@1.0.0-beta.1";
import * as schema from "./schema.ts";
import { tasksTable } from "./parts/task.model.ts";

export const relations = defineRelations({ ...schema, tasks: tasksTable }, (r) => ({
  projects: { tasks: r.many.tasks() },
  tasks: {
    project: r.one.projects({ from: r.tasks.projectId, to: r.projects.id, optional: false }),
    parent: r.one.tasks({ from: r.tasks.parentId, to: r.tasks.id, alias: "parent" }),
    children: r.many.tasks({ alias: "parent" }),
  },
}));
