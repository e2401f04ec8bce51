; What a reader can fold away in a story.
; Each captured node folds from its first line to its last; a node of one line does not fold.

[
  (section)
  (list)
  (list_item)
  (block_quote)
  (fenced_code_block)
  (indented_code_block)
  (html_block)
  (pipe_table)
  (minus_metadata)
  (plus_metadata)
] @fold
