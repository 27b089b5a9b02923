import type { ErrorReason } from '../errors.ts';
import type { NetworkFacts } from './networkCheck.ts';

/**
 * The step model of every check that is shown step by step: "Test this server", `parley-server doctor` and the network
 * doctor. What a step does is the runner's; here is which come after which, and what may be said of them.
 */
export interface PlannedStep<N extends string> {
  readonly name: N;
  /** Steps without whose success this one means nothing. */
  readonly needs: readonly N[];
  /** Why this step does not apply here, in English; null when it does. */
  readonly omitted: string | null;
}

/** What a step's runner found. `detail`: English, technical, one line. */
export type StepFinding = (
  | { readonly verdict: 'ok'; readonly detail: string }
  | { readonly verdict: 'failed'; readonly detail: string; readonly reason?: ErrorReason }
  | { readonly verdict: 'skipped'; readonly detail: string }
) & { readonly facts?: NetworkFacts };

/** `ms`: how long the step took, whole milliseconds; 0 for a skipped one. */
export type StepReport<N extends string> = StepFinding & { readonly name: N; readonly ms: number };

/**
 * Runs the steps in order and reports each. Never rejects: a step that throws has failed. A step whose needs did not all
 * succeed is skipped. No secret of `secrets`, and nothing that looks like a token, is in any detail.
 */
export async function runSteps<N extends string>(
  plan: readonly PlannedStep<N>[],
  run: (name: N) => Promise<StepFinding>,
  ports: {
    /** Monotonic milliseconds. */
    readonly now: () => number;
    readonly secrets: readonly string[];
    /** When it is aborted, the steps that are left are skipped. */
    readonly signal?: AbortSignalLike;
    readonly onStart?: (name: N) => void;
    readonly onReport?: (report: StepReport<N>) => void;
  },
): Promise<readonly StepReport<N>[]> {
  const reports: StepReport<N>[] = [];
  const succeeded = (name: N): boolean => reports.some((report) => report.name === name && report.verdict === 'ok');
  for (const { name, needs, omitted } of plan) {
    const missing = needs.find((need) => !succeeded(need));
    const started = ports.now();
    const skipped =
      omitted ??
      (ports.signal?.aborted === true ? 'Stopped.' : missing === undefined ? null : `Needs the step "${missing}".`);
    if (skipped === null) ports.onStart?.(name);
    const finding: StepFinding =
      skipped === null ? await run(name).catch(() => failedInside) : { verdict: 'skipped', detail: skipped };
    const ms = finding.verdict === 'skipped' ? 0 : Math.max(0, Math.round(ports.now() - started));
    const report = { ...finding, detail: presentable(finding.detail, ports.secrets), name, ms };
    reports.push(report);
    ports.onReport?.(report);
  }
  return reports;
}

const failedInside: StepFinding = { verdict: 'failed', detail: 'The check itself failed.' };

/** `AbortSignal`, which is in no library that `shared` may name. */
interface AbortSignalLike {
  readonly aborted: boolean;
}

/** The shape of a JSON Web Token, and what stands behind the words that authorise. */
const tokenText = /eyJ[\w-]{4,}(?:\.[\w-]*){1,2}|(?:bearer|basic|digest)\s+[^\s"']+/gi;
const detailLength = 300;

/** One line without secrets. Secrets of fewer than four characters would blank out ordinary words, and protect nobody. */
function presentable(detail: string, secrets: readonly string[]): string {
  let text = detail;
  for (const secret of secrets) if (secret.length >= 4) text = text.replaceAll(secret, '[secret]');
  const line = text
    .replaceAll(tokenText, '[secret]')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  return line.length > detailLength ? `${line.slice(0, detailLength - 1)}…` : line;
}
