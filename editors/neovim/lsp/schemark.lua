-- schemark: keeps user stories and database schemas in step.
-- Neovim 0.11.4 and later read this file as it is meant (0.11.2 and older know no ranks among root markers);
-- `vim.lsp.enable('schemark')` turns it on.

---@type vim.lsp.Config
return {
  cmd = { 'schemark', 'lsp' },
  filetypes = { 'markdown', 'typescript', 'javascript', 'prisma', 'sql', 'toml' },
  -- The workspace is the whole project: stories and schema often live in different packages of it.
  root_markers = {
    'schemark.toml',
    '.git',
    { 'pnpm-workspace.yaml', 'bun.lock', 'package-lock.json', 'yarn.lock' },
    'drizzle.config.ts',
    'prisma.config.ts',
    'package.json',
  },
  -- A lone file has no schema beside it: there is nothing to compare it with.
  workspace_required = true,
  commands = {
    -- What a lens does (`vim.lsp.codelens.run()`): its places go to the quickfix list.
    ['schemark.showReferences'] = function(command, context)
      local client = assert(vim.lsp.get_client_by_id(context.client_id))
      local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
      vim.fn.setqflist({}, ' ', { title = command.title, items = items })
      vim.cmd.copen()
    end,
  },
}
