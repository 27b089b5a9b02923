import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { render } from './render.ts';
import type { Stack } from './stacks.ts';

const root = join(import.meta.dirname, '..');

/** The templates of a stack, its own and those of `common/`. */
export function templatesOf({ name, common }: Stack): readonly string[] {
  const own = globSync('*', { cwd: join(root, name, 'templates') }).toSorted();
  return [
    ...common.map((file) => join(root, 'common', 'templates', file)),
    ...own.map((file) => join(root, name, 'templates', file)),
  ];
}

/** Writes every file of a stack into `folder`, readable for its owner alone, for it holds secrets. Tells their names. */
export function renderStack(
  stack: Stack,
  values: Readonly<Record<string, string>>,
  folder = join(root, stack.name, 'run'),
): readonly string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return templatesOf(stack).map((template) => {
    const name = basename(template);
    writeFileSync(join(folder, name), render(readFileSync(template, 'utf8'), values), { mode: 0o600 });
    return name;
  });
}
