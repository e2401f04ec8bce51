; Colours for a TypeScript schema. Serves TSX too. Later patterns win.

(identifier) @variable
(property_identifier) @property
(shorthand_property_identifier) @property
(private_property_identifier) @property
(type_identifier) @type
(predefined_type) @type.builtin
(required_parameter pattern: (identifier) @variable.parameter)
(optional_parameter pattern: (identifier) @variable.parameter)
((identifier) @constant (#match? @constant "^[A-Z][A-Z0-9_]+$"))

(call_expression function: (identifier) @function.call)
(call_expression function: (member_expression property: (property_identifier) @function.method.call))
(new_expression constructor: (identifier) @constructor)
(function_declaration name: (identifier) @function)
(method_definition name: (property_identifier) @function.method)
(variable_declarator name: (identifier) @function value: (arrow_function))

(comment) @comment
(string) @string
(template_string) @string
(template_substitution) @none
(escape_sequence) @string.escape
(regex) @string.regexp
(number) @number
[ (true) (false) ] @boolean
[ (null) (undefined) ] @constant.builtin
[ (this) (super) ] @variable.builtin

[
  "abstract" "as" "async" "await" "break" "case" "catch" "class" "const" "continue" "declare" "default" "delete"
  "do" "else" "enum" "export" "extends" "finally" "for" "from" "function" "get" "if" "implements" "import" "in"
  "infer" "instanceof" "interface" "is" "keyof" "let" "namespace" "new" "of" "override" "private" "protected"
  "public" "readonly" "return" "satisfies" "set" "static" "switch" "throw" "try" "type" "typeof" "var" "void"
  "while" "yield"
] @keyword

[ "(" ")" "[" "]" "{" "}" ] @punctuation.bracket
[ ";" "," "." ":" ] @punctuation.delimiter
[ "=" "=>" "?" "??" "?." "!" "&&" "||" "|" "&" "===" "!==" "==" "!=" "<" ">" "<=" ">=" "+" "-" "*" "/" "%" "..." ] @operator
