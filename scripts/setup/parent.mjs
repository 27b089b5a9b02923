// npm hands a signal to the shell between it and the script, and that shell dies of it without handing it on: the script
// would go on alone.
import { readFileSync } from 'node:fs';

/**
 * Calls `listener` once when the process that started this one is gone, or (on Linux) the one that started that. Only
 * under npm: elsewhere they may go on purpose.
 */
export function onParentGone(listener) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const lineage = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const before = lineage();
  const timer = setInterval(() => {
    if (lineage() === before) return;
    clearInterval(timer);
    listener();
  }, 500);
  timer.unref();
}

/** Null where the system does not tell. */
function parentOf(pid) {
  try {
    return /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? null;
  } catch {
    return null;
  }
}
