/** What a stage came to. `skipped` names each test that was left out, with its reason. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/** Vitest's JSON report. Throws when the text is none. */
export function readVitest(text: string): Count {
  const report = JSON.parse(text) as { testResults: readonly VitestFile[] };
  return addUp(report.testResults.map(countFile));
}

interface VitestFile {
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

function countFile({ status, assertionResults }: VitestFile): Count {
  const named = (...those: readonly string[]): readonly string[] =>
    assertionResults.filter((test) => those.includes(test.status)).map(({ fullName }) => fullName);
  const passed = named('passed').length;
  const failed = named('failed').length;
  const skipped = named('skipped', 'pending');
  if (status !== 'failed' || failed > 0) return { passed, failed, skipped: [...skipped, ...named('todo')] };
  // It broke outside of its tests. Vitest calls those that a failed `beforeAll` kept from running skipped, and a file that
  // does not even load has none.
  return { passed, failed: Math.max(1, skipped.length), skipped: named('todo') };
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly expectedStatus: string;
      readonly annotations?: readonly { readonly type: string; readonly description?: string }[];
    }[];
  }[];
}

/** Playwright's JSON report. Throws when the text is none. */
export function readPlaywright(text: string): Count {
  const report = JSON.parse(text) as { suites: readonly Suite[]; errors?: readonly unknown[] };
  const walk = (suite: Suite): Count =>
    addUp([
      ...(suite.suites ?? []).map(walk),
      ...(suite.specs ?? []).flatMap(({ title, tests }) =>
        tests.map(({ status, expectedStatus, annotations = [] }): Count => {
          // One that was to run is called skipped as well when a `beforeAll` before it failed.
          if (status === 'skipped' && expectedStatus === 'skipped') {
            const reason = annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
            return { passed: 0, failed: 0, skipped: [`${title}: ${reason}`] };
          }
          // `flaky` cannot occur: nothing is retried.
          return { passed: status === 'expected' ? 1 : 0, failed: status === 'expected' ? 0 : 1, skipped: [] };
        }),
      ),
    ]);
  const total = addUp(report.suites.map(walk));
  return { ...total, failed: total.failed + (report.errors?.length ?? 0) };
}

export const addUp = (counts: readonly Count[]): Count => ({
  passed: counts.reduce((sum, { passed }) => sum + passed, 0),
  failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  skipped: counts.flatMap(({ skipped }) => skipped),
});

/** What a stage came to that ended with `status`. `read` is the reading of its report; without one it is a single check. */
export function countStage(status: number | 'tooLong' | null, read?: () => Count): Count {
  const single: Count = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: [] };
  if (read === undefined) return single;
  try {
    const count = read();
    // A runner that fails without a failed test (no test found, an error that nobody caught) has failed all the same.
    return status !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}

/** What a run ends with: what was left out, and as the very last line the one that says it all. */
export function closingLines({ passed, failed, skipped }: Count): readonly string[] {
  const list =
    skipped.length === 0 ? [] : ['', `Skipped here (${skipped.length}):`, ...skipped.map((one) => `  ${one}`)];
  return [...list, '', `${passed} passed, ${failed} failed`];
}
