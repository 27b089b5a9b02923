import { spawnSync } from 'node:child_process';
import { test as base } from '@playwright/test';
import { startProgram, type Program, type ProgramOptions } from './program.ts';
import { createWorld, type World } from './world.ts';

interface Fixtures {
  /** Programs that end with the test. */
  start: (options?: ProgramOptions) => Promise<Program>;
  /** What stops after the programs of the test, whatever happens: a session bus that ends first takes Chromium along. */
  stopAfter: <T extends { stop(): Promise<void> }>(service: T) => T;
}

interface WorkerFixtures {
  world: World;
}

/** The project's `test`: real servers once a worker, programs that end with their test whatever happens. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  world: [
    async ({}, use) => {
      const world = await createWorld();
      await use(world);
      await world.stop();
    },
    { scope: 'worker' },
  ],
  stopAfter: async ({}, use) => {
    const services: { stop(): Promise<void> }[] = [];
    await use((service) => {
      services.push(service);
      return service;
    });
    for (const service of services) await service.stop();
  },
  start: async ({ stopAfter }, use) => {
    const programs: Program[] = [];
    // The first of all: it is set up before the test begins.
    stopAfter({
      async stop() {
        for (const program of programs) await program.close();
      },
    });
    await use(async (options) => {
      const program = await startProgram(options);
      programs.push(program);
      return program;
    });
  },
});

export { expect } from '@playwright/test';

/** Whether the machine has a command; a spec that needs it is skipped by name when not. */
export const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
