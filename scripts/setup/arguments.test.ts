import { expect, it } from 'vitest';
import { readArguments, UsageError } from './arguments.mjs';

type Command = 'demo' | 'test' | 'dist' | 'dev' | 'long';
const read = (command: Command, args: readonly string[]) => readArguments(command as 'demo', args);

it.each<[command: Command, ...args: string[]]>([
  ['demo', '--nonsense'],
  ['demo', 'word'],
  ['demo', '--port', 'x'],
  ['demo', '--port', '0'],
  ['demo', '--port', '70000'],
  ['demo', '--port'],
  ['demo', '--headless=yes'],
  ['demo', '--report', 'file'],
  ['demo', '--headless', '--report='],
  ['test', '--headless'],
  ['test', 'unit'],
  ['dist', '--linux'],
  ['dev', '--headless'],
  ['dev', 'word'],
  ['long', '--rounds', '5'],
  ['long', '0'],
  ['long', '1.5'],
  ['long', '5', '6'],
])('%s refuses %s %s with one line that names the valid ones', (command, ...args) => {
  expect(() => read(command, args)).toThrow(UsageError);
  expect(() => read(command, args)).toThrow(new RegExp(`^${command}: [^\\n]+\\. Valid: npm [^\\n]+$`));
});

it.each<[command: Command, args: string[], values: object, positionals: string[]]>([
  ['demo', [], { headless: false }, []],
  ['demo', ['--headless', '--report=a.json', '--port', '80'], { headless: true, report: 'a.json', port: '80' }, []],
  ['test', [], {}, []],
  ['dist', [], {}, []],
  ['dev', ['--watch'], { watch: true, sourcemap: false }, []],
  ['long', ['--again', '5'], { again: true }, ['5']],
  ['long', [], { again: false }, []],
])('%s takes %j', (command, args, values, positionals) => {
  expect(read(command, args)).toEqual({ values, positionals });
});
