; Colours for the blocks of a story. The prose in them: ../markdown_inline/highlights.scm.

(atx_heading (atx_h1_marker) (inline) @markup.heading.1)
(atx_heading (atx_h2_marker) (inline) @markup.heading.2)
(atx_heading (atx_h3_marker) (inline) @markup.heading.3)
(atx_heading (atx_h4_marker) (inline) @markup.heading.4)
(atx_heading (atx_h5_marker) (inline) @markup.heading.5)
(atx_heading (atx_h6_marker) (inline) @markup.heading.6)
(setext_heading (paragraph) @markup.heading.1 (setext_h1_underline))
(setext_heading (paragraph) @markup.heading.2 (setext_h2_underline))

[
  (atx_h1_marker)
  (atx_h2_marker)
  (atx_h3_marker)
  (atx_h4_marker)
  (atx_h5_marker)
  (atx_h6_marker)
  (setext_h1_underline)
  (setext_h2_underline)
  (thematic_break)
] @punctuation.special

[
  (list_marker_plus)
  (list_marker_minus)
  (list_marker_star)
  (list_marker_dot)
  (list_marker_parenthesis)
] @markup.list

(task_list_marker_checked) @markup.list.checked
(task_list_marker_unchecked) @markup.list.unchecked

(block_quote) @markup.quote
[
  (block_continuation)
  (block_quote_marker)
] @punctuation.special

[
  (fenced_code_block)
  (indented_code_block)
] @markup.raw.block
(fenced_code_block_delimiter) @punctuation.delimiter
(info_string) @label

(pipe_table_header) @markup.heading
(pipe_table_delimiter_row) @punctuation.special

(link_label) @markup.link.label
(link_destination) @markup.link.url
(link_title) @string
[
  (backslash_escape)
  (entity_reference)
  (numeric_character_reference)
] @string.escape
