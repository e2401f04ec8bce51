; What a reader can fold away in a TypeScript schema. Serves TSX too.
; Each captured node folds from its first line to its last; a node of one line does not fold.

[
  (import_statement)
  (export_clause)
  (statement_block)
  (class_body)
  (interface_body)
  (object_type)
  (enum_body)
  (switch_body)
  (switch_case)
  (switch_default)
  (object)
  (object_pattern)
  (array)
  (arguments)
  (formal_parameters)
  (union_type)
  (template_string)
  (comment)
] @fold
