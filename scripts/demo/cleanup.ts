/** What has to be ended, the last started first. */
export interface Cleanup {
  add(end: () => Promise<unknown>): void;
  /** Ends everything once; one that fails does not keep the rest. Rejects with the first failure at the end. */
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    add: (end) => void ends.push(end),
    async run() {
      const failures: unknown[] = [];
      for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
        await end().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
