import { writeFileSync } from 'node:fs';

export const stepNames = [
  'set up',
  'servers started',
  'program opened',
  'signed in',
  'channels listed with occupants',
  'joined',
  'transport path',
  'bot heard',
  'push-to-talk held',
  'push-to-talk released',
  'left',
  'nothing left behind',
] as const;
export type StepName = (typeof stepNames)[number];

export interface Step {
  readonly name: StepName;
  readonly ok: boolean;
  /** How long it took, ms. */
  readonly ms: number;
  /** What was seen, or why it failed. */
  readonly detail: string;
}

/** Of what ran; null for what is not known (yet). */
export interface Versions {
  parley: string;
  node: string;
  electron: string | null;
  chromium: string | null;
  livekit: string | null;
}

/** The steps of a headless run. On disk from the beginning: what was not done is never ok, however the run ends. */
export interface Report {
  readonly versions: Versions;
  /** Runs one step; its result is the detail. A step that rejects is kept as failed, and rejects. */
  step(name: StepName, action: () => Promise<string>): Promise<void>;
  /** The step that runs when this rejects fails by it, and so does every later one. */
  interruptedBy(stopped: Promise<never>): void;
  allOk(): boolean;
}

export interface ReportOptions {
  readonly file: string | null;
  readonly runtime: string;
  readonly versions: Versions;
  readonly platform: string;
  readonly say: (line: string) => void;
}

export function createReport({ file, runtime, versions, platform, say }: ReportOptions): Report {
  const startedAt = new Date().toISOString();
  const steps: Step[] = stepNames.map((name) => ({ name, ok: false, ms: 0, detail: 'not done' }));
  const write = (): void => {
    if (file === null) return;
    writeFileSync(file, `${JSON.stringify({ runtime, versions, platform, startedAt, steps }, null, 2)}\n`);
  };
  const keep = (step: Step): void => {
    steps[stepNames.indexOf(step.name)] = step;
    write();
    say(`${step.ok ? 'ok  ' : 'FAIL'}  ${step.name} (${step.ms} ms): ${step.detail}`);
  };
  let interruption: Promise<never> | null = null;
  write();
  return {
    versions,
    async step(name, action) {
      const began = performance.now();
      const ms = (): number => Math.round(performance.now() - began);
      try {
        const detail = await (interruption === null ? action() : Promise.race([action(), interruption]));
        keep({ name, ok: true, ms: ms(), detail });
      } catch (error) {
        keep({ name, ok: false, ms: ms(), detail: firstLine(error) });
        throw error;
      }
    },
    interruptedBy: (stopped) => void (interruption = stopped),
    allOk: () => steps.every(({ ok }) => ok),
  };
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
