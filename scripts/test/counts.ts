/** What a stage came to. `skipped` names each test that was left out, with its reason. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

/** Vitest's JSON report. Throws when the text is none. */
export function readVitest(text: string): Count {
  const report = JSON.parse(text) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
    testResults: { status: string; assertionResults: { status: string; fullName: string }[] }[];
  };
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  // A file that does not even load has no tests that could fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: tests
      .filter(({ status }) => status === 'skipped' || status === 'pending' || status === 'todo')
      .map(({ fullName }) => fullName),
  };
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
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
        tests.map(({ status, annotations = [] }): Count => {
          if (status === 'skipped') {
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

/** The one line that says it all. */
export const closingLine = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
