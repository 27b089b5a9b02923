// A process that outlives the demo by a moment: when its standard input ends, however the demo ended, it ends everything
// whose line (`ProcessEntry`) it was given, and what descends from it.
import { createInterface } from 'node:readline';
import { descendants, isSame, processTable, type ProcessEntry } from './processTable.ts';

const known: ProcessEntry[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => known.push(JSON.parse(line) as ProcessEntry));
lines.once('close', () => void endAll());

async function endAll(): Promise<void> {
  const table = await processTable();
  const alive = table.filter((entry) => known.some((one) => isSame(one, entry)));
  const family = descendants(
    table,
    alive.map(({ pid }) => pid),
  );
  for (const { pid } of [...alive, ...family]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
  process.exit(0);
}
