// `node tests/lab/run.ts [arguments of Playwright]`: makes the networks, runs the specs in the client's namespace, takes the networks away.
// Linux, root. `--grep @quick` is what `npm test` runs.
import { join } from 'node:path';
import { runInside } from './support/inside.ts';

const config = join(import.meta.dirname, 'playwright.config.ts');
runInside(['playwright', 'test', '--config', config, ...process.argv.slice(2)]);
