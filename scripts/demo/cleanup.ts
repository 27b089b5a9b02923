/** What was started and has to be ended, the last started first. */
export interface Cleanup {
  /** Starts something and remembers how it is ended. Rejects, and starts nothing, once the end has begun. */
  own<T>(start: () => Promise<T>, end: (started: T) => Promise<unknown>): Promise<T>;
  /** Ends everything, also what is just starting. Rejects with the first failure when all the rest has ended. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const ends: (() => Promise<unknown>)[] = [];
  let ending = false;
  return {
    async own(start, end) {
      if (ending) throw new Error('The demo is ending.');
      const starting = start();
      ends.push(async () => {
        const started = await starting.then(
          (value) => ({ value }),
          () => null,
        );
        if (started !== null) await end(started.value);
      });
      return starting;
    },
    async run() {
      ending = true;
      const failures: unknown[] = [];
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
        await end().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
