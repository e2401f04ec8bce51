; Other languages inside a TypeScript schema: what drizzle's sql`…` holds.

((call_expression
  function: (identifier) @injection.language
  arguments: (template_string (string_fragment) @injection.content))
  (#eq? @injection.language "sql"))
