// npm hands a signal to the shell between it and the script, and that shell dies of it without handing it on: the script
// would go on alone.

/** Calls `listener` once when the process that started this one is gone. Only under npm: elsewhere it may go on purpose. */
export function onParentGone(listener) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    listener();
  }, 500);
  timer.unref();
}
