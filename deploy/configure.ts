// `node deploy/configure.ts <stack> --domain voice.example.org --ip 203.0.113.7`: makes the secrets of an installation (once, into
// deploy/.env) and writes the stack's configuration into its folder `run`. Both are ignored by git.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { placeOptions, readPlace, templateValues } from './tools/place.ts';
import { renderStack } from './tools/renderStack.ts';
import { completeSecrets, readEnvironment, writeEnvironment } from './tools/secrets.ts';
import { stacks } from './tools/stacks.ts';

const file = join(import.meta.dirname, '.env');
const usage = `Usage: node deploy/configure.ts <stack> [options]
Stacks: ${stacks.map(({ name }) => name).join(', ')}
${Object.entries(placeOptions)
  .map(
    ([option, { otherwise, means }]) =>
      `  --${option.padEnd(10)} ${means}${otherwise === null ? '' : ` [${otherwise}]`}`,
  )
  .join('\n')}`;

try {
  const options = Object.fromEntries(Object.keys(placeOptions).map((option) => [option, { type: 'string' as const }]));
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const stack = stacks.find(({ name }) => name === positionals[0]?.replace(/\/$/, ''));
  if (stack === undefined || positionals.length !== 1) throw new Error(`Which stack?\n${usage}`);
  const known = existsSync(file) ? readEnvironment(readFileSync(file, 'utf8')) : {};
  const interfaces = Object.fromEntries(
    Object.entries(networkInterfaces()).map(([name, those = []]) => [
      name,
      those.flatMap(({ family, address }) => (family === 'IPv4' ? address : [])),
    ]),
  );
  const place = readPlace(values, known, interfaces);
  const secrets = completeSecrets(known);
  writeFileSync(file, writeEnvironment({ ...place, ...secrets }), { mode: 0o600 });
  const written = renderStack(stack, templateValues(place, secrets));
  console.log(`deploy/.env has the secrets: keep it, and keep it to yourself.`);
  console.log(`deploy/${stack.name}/run has ${written.join(', ')}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
