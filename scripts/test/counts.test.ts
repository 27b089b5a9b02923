import { describe, expect, it } from 'vitest';
import { addUp, closingLines, countStage, readPlaywright, readVitest, type Count } from './counts.ts';

describe('readVitest', () => {
  /** As Vitest 5 writes it; the tests are called a, b, c. */
  const file = (status: string, ...tests: readonly string[]) => ({
    status,
    assertionResults: tests.map((one, index) => ({ status: one, fullName: 'abc'[index] })),
  });
  const read = (...testResults: readonly object[]) =>
    // Vitest's own sums do not count a file that breaks outside of its tests.
    readVitest(JSON.stringify({ numPassedTests: 9, numFailedTests: 0, success: false, testResults }));

  it.each<[name: string, file: object, count: Count]>([
    ['tests, and names the skipped', file('failed', 'passed', 'failed', 'skipped'), count(1, 1, 'c')],
    ['a test to be written as skipped', file('passed', 'passed', 'todo'), count(1, 0, 'b')],
    ['a file that does not load as failed', file('failed'), count(0, 1)],
    ['all tests after a failed beforeAll as failed', file('failed', 'skipped', 'skipped', 'todo'), count(0, 2, 'c')],
    ['those that a failed beforeAll of a part kept from running', file('failed', 'passed', 'skipped'), count(1, 1)],
    ['a failed afterAll', file('failed', 'passed', 'passed'), count(2, 1)],
    ['a part that is skipped', file('passed', 'skipped', 'skipped'), count(0, 0, 'a', 'b')],
  ])('counts %s', (_name, one, expected) => {
    expect(read(one)).toEqual(expected);
  });

  it('counts a file that does not load beside one that is skipped', () => {
    expect(read(file('passed', 'skipped'), file('failed'), file('passed', 'passed'))).toEqual(count(1, 1, 'a'));
  });
});

describe('readPlaywright', () => {
  const spec = (title: string, status: string, reason?: string) => ({
    title,
    tests: [
      {
        status,
        expectedStatus: reason === undefined ? 'passed' : 'skipped',
        annotations: reason === undefined ? [] : [{ type: 'skip', description: reason }],
      },
    ],
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
    expect(readPlaywright(text)).toEqual(count(1, 1, 'c: no display'));
  });

  it('counts an error outside of tests, and one that passed at the second try, as failed', () => {
    const suites = [{ specs: [spec('a', 'skipped', 'no display')] }];
    expect(readPlaywright(JSON.stringify({ suites, errors: [{}, {}] }))).toEqual(count(0, 2, 'a: no display'));
    expect(readPlaywright(JSON.stringify({ suites: [{ specs: [spec('a', 'flaky')] }] })).failed).toBe(1);
  });

  it('counts those that a failed beforeAll kept from running as failed', () => {
    const suites = [{ specs: [spec('a', 'unexpected'), spec('b', 'skipped')] }];
    expect(readPlaywright(JSON.stringify({ suites }))).toEqual(count(0, 2));
  });
});

it('throws for what is no report, so that nothing counts as passed', () => {
  expect(() => readPlaywright('')).toThrow();
  expect(() => readVitest('null')).toThrow();
});

it.each<[name: string, status: number | 'tooLong' | null, read: (() => Count) | undefined, expected: Count]>([
  ['a check that succeeds', 0, undefined, count(1, 0)],
  ['a check that fails', 2, undefined, count(0, 1)],
  ['a check that hangs', 'tooLong', undefined, count(0, 1)],
  ['a report', 1, () => count(3, 2, 'a'), count(3, 2, 'a')],
  ['a runner that fails without a failed test', 1, () => count(3, 0, 'a'), count(3, 1, 'a')],
  ['a runner that was ended', null, () => count(3, 0), count(3, 1)],
  ['a runner without a report', 0, () => readVitest(''), count(0, 1)],
])('counts %s', (_name, status, read, expected) => {
  expect(countStage(status, read)).toEqual(expected);
});

it('ends with the line that is asked for, and nothing after it', () => {
  expect(closingLines(addUp([count(1, 0), count(1, 2)])).at(-1)).toBe('2 passed, 2 failed');
  expect(closingLines(count(1, 0, 'x: no display', 'y'))).toEqual([
    '',
    'Skipped here (2):',
    '  x: no display',
    '  y',
    '',
    '1 passed, 0 failed',
  ]);
});

function count(passed: number, failed: number, ...skipped: readonly string[]): Count {
  return { passed, failed, skipped };
}
