-- Drives a headless Neovim: a story's missing table is shown, the quick fix creates it, the finding goes.
-- Run by tests/tests/e2e.rs as: nvim --headless --clean -u neovim.lua
-- EXTENSION: editors/neovim; SCHEMARK: the program; WORKSPACE: a copy of tests/workspaces/demo; SCRATCH: a folder.

local workspace, program = vim.env.WORKSPACE, vim.env.SCHEMARK
local patience = 60000 -- The machine may be busy with other tests; nothing here measures time.

local function say(...)
  io.stdout:write(table.concat(vim.tbl_map(tostring, { ... }), ' ') .. '\n')
end

local function wait_for(what, holds)
  if not vim.wait(patience, holds, 20) then
    error('waited in vain for: ' .. what)
  end
  say('ok', what)
end

local function expect(what, holds)
  if not holds then
    error('does not hold: ' .. what)
  end
  say('ok', what)
end

-- The findings of `rule` that speak of `name`.
local function findings(buffer, rule, name)
  return vim.tbl_filter(function(it)
    return it.code == rule and it.message:find('`' .. name .. '`', 1, true) ~= nil
  end, vim.diagnostic.get(buffer))
end

local function text_of(path)
  return table.concat(vim.fn.readfile(workspace .. '/' .. path), '\n')
end

-- Puts the cursor on the first `needle` of the current buffer, `column` bytes into it.
local function go_to(needle, column)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  expect('the text holds ' .. needle, vim.fn.search('\\V' .. vim.fn.escape(needle, '\\'), 'cW') > 0)
  local at = vim.api.nvim_win_get_cursor(0)
  vim.api.nvim_win_set_cursor(0, { at[1], at[2] + column })
end

local function install()
  -- As a person would: the folder on the runtime path, then one line.
  local copy = vim.env.SCRATCH .. '/neovim'
  vim.fn.system({ 'cp', '-r', vim.env.EXTENSION, copy })
  vim.opt.runtimepath:append(copy)
  vim.cmd.helptags(copy .. '/doc')
  vim.lsp.config('schemark', { cmd = { program, 'lsp' } })
  vim.lsp.enable('schemark')
  vim.cmd('filetype on')
end

local function test()
  vim.cmd.help('schemark-setup')
  expect('the help page is found', vim.fn.expand('%:t') == 'schemark.txt')
  vim.cmd.only({ bang = true })

  vim.cmd.edit(workspace .. '/docs/product/user-stories/pay-a-late-fee.md')
  local story = vim.api.nvim_get_current_buf()
  wait_for('the missing table is shown', function()
    return #findings(story, 'unknown-table', 'late_fees') > 0
  end)
  local client = vim.lsp.get_clients({ bufnr = story })[1]
  expect('the workspace is the root', vim.fs.normalize(client.root_dir) == vim.fs.normalize(workspace))
  for _, it in ipairs(vim.diagnostic.get(story)) do
    say(('   %d:%d %s %s'):format(it.lnum + 1, it.col + 1, it.code, it.message))
  end
  expect('a suppressed finding is not shown', #findings(story, 'unknown-table', 'payment_intents') == 0)
  expect('an external table is not shown', #findings(story, 'unknown-table', 'helpdesk_tickets') == 0)

  go_to('`reservations`', 3)
  local position = vim.lsp.util.make_position_params(0, client.offset_encoding)
  -- The server may answer that its content was just modified; a person then asks again.
  local function answer(method)
    return vim.inspect(vim.lsp.buf_request_sync(story, method, position, patience))
  end
  wait_for('hover shows the table with its columns', function()
    return answer('textDocument/hover'):find('wanted_on', 1, true) ~= nil
  end)
  wait_for('definition leads to the schema', function()
    return answer('textDocument/definition'):find('schema/reservation.ts', 1, true) ~= nil
  end)

  local finding = findings(story, 'unknown-table', 'late_fees')[1]
  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title:find('^Create table') ~= nil and action.title:find('late_fees', 1, true) ~= nil
    end,
  })
  wait_for('the finding goes', function()
    return #findings(story, 'unknown-table', 'late_fees') == 0
  end)
  vim.cmd('silent wall')
  local file = text_of('packages/db/src/schema/late-fee.ts')
  expect('the table has a file of its own', file:find("pgTable(", 1, true) ~= nil and file:find('late_fees', 1, true) ~= nil)
  expect('its foreign key is there', file:find('loans.id', 1, true) ~= nil)
  expect('the barrel exports it', text_of('packages/db/src/schema/index.ts'):find('late-fee', 1, true) ~= nil)

  -- A half-typed name is a finding at once, without a save.
  vim.api.nvim_buf_set_lines(story, -1, -1, false, { '', 'Fees are counted in the `fee_totals` table.' })
  wait_for('typing shows a new finding', function()
    return #findings(story, 'unknown-table', 'fee_totals') == 1
  end)
  vim.cmd('silent undo')
  wait_for('undo takes it away', function()
    return #findings(story, 'unknown-table', 'fee_totals') == 0
  end)

  client:stop()
  wait_for('the server stops', function()
    return client:is_stopped()
  end)
  say('Neovim', tostring(vim.version()))
end

vim.schedule(function()
  local ok, why = xpcall(function()
    install()
    test()
  end, debug.traceback)
  if ok then
    vim.cmd('qall!')
  else
    say('FAILED', why)
    local log = vim.lsp.log.get_filename()
    if vim.fn.filereadable(log) == 1 then
      say(table.concat(vim.fn.readfile(log, '', -40), '\n'))
    end
    vim.cmd('cquit 1')
  end
end)
