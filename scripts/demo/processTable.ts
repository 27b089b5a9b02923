import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** One process of the system; `started` makes it another one than a later process with the same number. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly started: string;
}

const run = promisify(execFile);

/** Every process that is alive; what has ended and only waits to be collected is not. */
export async function processTable(): Promise<ProcessEntry[]> {
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout } =
    process.platform === 'win32'
      ? await run('powershell', ['-NoProfile', '-Command', windows], { env, maxBuffer: 10_000_000 })
      : await run('ps', ['-eo', 'pid=,ppid=,stat=,lstart='], { env, maxBuffer: 10_000_000 });
  return parseTable(stdout);
}

const windows =
  'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) S $($_.CreationDate.Ticks)" }';

/** Lines of pid, parent, state and start. */
export function parseTable(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*\S)/.exec(line);
    if (match === null || match[3]?.startsWith('Z') === true) return [];
    return [{ pid: Number(match[1]), parent: Number(match[2]), started: match[4] ?? '' }];
  });
}

/** The processes that descend from the given ones, without these. */
export function descendants(table: readonly ProcessEntry[], roots: readonly number[]): ProcessEntry[] {
  const family = new Set(roots);
  const found: ProcessEntry[] = [];
  for (let before = -1; before !== found.length;) {
    before = found.length;
    for (const entry of table) {
      if (!family.has(entry.parent) || family.has(entry.pid)) continue;
      family.add(entry.pid);
      found.push(entry);
    }
  }
  return found;
}

export const isSame = (one: ProcessEntry, other: ProcessEntry): boolean =>
  one.pid === other.pid && one.started === other.started;
