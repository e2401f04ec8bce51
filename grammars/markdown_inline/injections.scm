; Other languages inside a story's prose.

((html_tag) @injection.content
  (#set! injection.language "html"))
