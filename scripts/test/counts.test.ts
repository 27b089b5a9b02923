import { describe, expect, it } from 'vitest';
import { addUp, closingLine, readPlaywright, readVitest } from './counts.ts';

describe('readVitest', () => {
  it('counts, and names what was skipped', () => {
    const text = JSON.stringify({
      numPassedTests: 2,
      numFailedTests: 1,
      testResults: [
        {
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a' },
            { status: 'skipped', fullName: 'b (no root)' },
          ],
        },
      ],
    });
    expect(readVitest(text)).toEqual({ passed: 2, failed: 1, skipped: ['b (no root)'] });
  });

  it('counts a file that does not load as failed', () => {
    const text = JSON.stringify({
      numPassedTests: 0,
      numFailedTests: 0,
      testResults: [{ status: 'failed', assertionResults: [] }],
    });
    expect(readVitest(text).failed).toBe(1);
  });
});

describe('readPlaywright', () => {
  const spec = (title: string, status: string, reason?: string) => ({
    title,
    tests: [{ status, annotations: reason === undefined ? [] : [{ type: 'skip', description: reason }] }],
  });

  it('counts nested suites, and names what was skipped with its reason', () => {
    const text = JSON.stringify({
      suites: [
        {
          specs: [spec('a', 'expected')],
          suites: [{ specs: [spec('b', 'unexpected'), spec('c', 'skipped', 'no display')] }],
        },
      ],
    });
    expect(readPlaywright(text)).toEqual({ passed: 1, failed: 1, skipped: ['c: no display'] });
  });

  it('counts an error outside of tests, and one that passed at the second try, as failed', () => {
    expect(readPlaywright(JSON.stringify({ suites: [], errors: [{}] })).failed).toBe(1);
    expect(readPlaywright(JSON.stringify({ suites: [{ specs: [spec('a', 'flaky')] }] })).failed).toBe(1);
  });

  it('throws for what is no report, so that nothing counts as passed', () => {
    expect(() => readPlaywright('')).toThrow();
    expect(() => readVitest('null')).toThrow();
  });
});

it('ends with the line that is asked for', () => {
  const count = { passed: 1, failed: 0, skipped: [] };
  expect(closingLine(addUp([count, count]))).toBe('2 passed, 0 failed');
  expect(closingLine({ ...count, skipped: ['x'] })).toBe('1 passed, 0 failed, 1 skipped');
});
