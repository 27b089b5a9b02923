import { describe, expect, it } from 'vitest';
import { readCommandLine, table, usageOf, UsageError } from './command.ts';
import { commands, help } from './commands.ts';

const read = (line: string) => readCommandLine(commands, line === '' ? [] : line.split(' '));

describe('a command line', () => {
  it.each([
    ['', 'serve', [], {}],
    ['serve', 'serve', [], {}],
    ['backup all.jsonl', 'backup', ['all.jsonl'], {}],
    ['restore all.jsonl --force', 'restore', ['all.jsonl'], { force: true }],
    ['user create ada --name Ada --administrator', 'user create', ['ada'], { name: 'Ada', administrator: true }],
    ['channels create Lobby', 'channels create', ['Lobby'], { kind: 'voice' }],
    ['rooms expel den bot', 'rooms expel', ['den', 'bot'], {}],
    ['doctor --json', 'doctor', [], { json: true }],
  ])('%s', (line, name, args, values) => {
    const parsed = read(line);
    expect([parsed.command.name, parsed.args, { ...parsed.values }]).toEqual([name, args, values]);
  });

  it.each([
    ['dance', 'There is no command dance. parley-server help lists them.'],
    ['user', 'user takes one of: create, list, disable, enable, reset-password'],
    ['invite dance', 'invite takes one of: create, list, revoke'],
    ['backup', '<file> is missing. Usage: parley-server backup <file>'],
    ['backup a b', "'b' is too much. Usage: parley-server backup <file>"],
    ['restore a --really', "Unknown option '--really'. Usage: parley-server restore <file> [--force]"],
    ['--port 1', "Unknown option '--port'. Usage: parley-server serve"],
    ['user create ada --password x', /^Unknown option '--password'\. Usage: parley-server user create/],
  ])('that makes no sense is refused with what to do: %s', (line, message) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(message);
  });

  it('is described for every command, under a name of its own', () => {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    for (const one of commands) expect(help()).toContain(`${usageOf(one)}\n      ${one.about}`);
  });
});

it('rows are aligned, or JSON, and steer no terminal', () => {
  const rows = [
    { login: 'ada', uses: 1 },
    { login: 'b\u001B[2J\u202Eo', uses: 20 },
  ];
  expect(table(rows, false)).toBe('login    uses\nada      1\nb\u{FFFD}[2J\u{FFFD}o  20');
  expect(JSON.parse(table(rows, true))).toEqual(rows);
  expect(table([], false)).toBe('There is none.');
});
