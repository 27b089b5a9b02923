import { readFileSync } from 'node:fs';
import { readPolicy, unusablePolicy, type Policy } from '@parley/shared/policy/policy';
import type { Log } from '../services/log/log.ts';

/** Larger files are no policy, bytes. */
const largest = 65_536;

/**
 * The policy of the first of these files that is there; null: there is none. Read once, at the start. A file that is there and
 * cannot be read is said, and forbids what it might forbid (`readPolicy`).
 */
export function loadPolicy(files: readonly string[], log: Pick<Log, 'error'>): Policy | null {
  for (const file of files) {
    let policy: Policy;
    try {
      const text = readFileSync(file, 'utf8');
      policy = text.length > largest ? unusablePolicy(file, 'it is too large') : readPolicy(file, text);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === 'ENOENT' || code === 'ENOTDIR') continue;
      policy = unusablePolicy(file, `it cannot be read (${code})`);
    }
    if (policy.problem !== null)
      log.error('the policy file cannot be used: UDP is forbidden', { file, problem: policy.problem });
    return policy;
  }
  return null;
}
