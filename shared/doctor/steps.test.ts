import { describe, expect, it } from 'vitest';
import type { DialectProfile } from '../backends/dialects/profile.ts';
import { planServerTest, serverTestSteps } from './serverTest.ts';
import { runSteps, type PlannedStep, type StepFinding, type StepReport } from './steps.ts';

type Name = 'a' | 'b' | 'c';
const plan = (over: Partial<Record<Name, Partial<PlannedStep<Name>>>> = {}): PlannedStep<Name>[] => [
  { name: 'a', needs: [], omitted: null, ...over.a },
  { name: 'b', needs: ['a'], omitted: null, ...over.b },
  { name: 'c', needs: ['b'], omitted: null, ...over.c },
];
const fine: StepFinding = { verdict: 'ok', detail: 'fine' };
const run = (
  steps: PlannedStep<Name>[],
  findings: Partial<Record<Name, () => Promise<StepFinding>>>,
  secrets: string[] = [],
) => {
  let clock = 0;
  const reported: StepReport<Name>[] = [];
  return runSteps(steps, (name) => findings[name]?.() ?? Promise.resolve(fine), {
    now: () => (clock += 7.4),
    secrets,
    onReport: (report) => void reported.push(report),
  }).then((reports) => {
    expect(reported).toEqual(reports);
    return reports;
  });
};

describe('runSteps', () => {
  it('reports each step with its time', async () => {
    const reports = await run(plan(), {});
    expect(reports).toEqual(['a', 'b', 'c'].map((name) => ({ ...fine, name, ms: 7 })));
  });

  it('skips what needs a step that failed, was skipped or does not apply, and goes on with the rest', async () => {
    const failed: StepFinding = { verdict: 'failed', detail: 'no', reason: 'serverUnreachable' };
    expect(await run(plan({ c: { needs: [] } }), { a: async () => failed })).toEqual([
      { ...failed, name: 'a', ms: 7 },
      { name: 'b', verdict: 'skipped', ms: 0, detail: 'Needs the step "a".' },
      { ...fine, name: 'c', ms: 7 },
    ]);
    const omitted = await run(plan({ b: { omitted: 'Not here.' } }), {});
    expect(omitted.map(({ verdict }) => verdict)).toEqual(['ok', 'skipped', 'skipped']);
    const skipped = await run(plan(), { b: async () => ({ verdict: 'skipped', detail: '' }) });
    expect(skipped.map(({ verdict }) => verdict)).toEqual(['ok', 'skipped', 'skipped']);
  });

  it('never rejects: a step that throws has failed, and what it threw is not told', async () => {
    const reports = await run(plan(), { a: () => Promise.reject(new Error('pw=hunter22')) });
    expect(reports[0]).toMatchObject({ verdict: 'failed', detail: 'The check itself failed.' });
  });

  it('lets no secret into a detail', async () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln';
    const said = (detail: string) => run(plan(), { a: async () => ({ verdict: 'failed', detail }) }, ['hunter22', 'a']);
    for (const detail of [`said hunter22 twice: hunter22`, `token ${token}`, `Authorization: Bearer opaque-secret`]) {
      const [report] = await said(detail);
      expect(report?.detail).toContain('[secret]');
      expect(report?.detail).not.toMatch(/hunter22|eyJ|c2ln|opaque/);
    }
    expect((await said('two\r\nlines\u2028here'))[0]?.detail).toBe('two lines here');
    expect((await said('x'.repeat(999)))[0]?.detail).toHaveLength(300);
  });
});

describe('planServerTest', () => {
  const common = { id: 'p', login: '', name: '' };
  const parley = (address: string): DialectProfile => ({ dialect: 'parley', ...common, address });

  it('has every step in its order, each after what it needs', () => {
    const steps = planServerTest(parley('https://voice.example.org'));
    expect(steps.map(({ name }) => name)).toEqual(serverTestSteps);
    steps.forEach(({ needs, omitted }, index) => {
      expect(omitted).toBeNull();
      for (const need of needs) expect(serverTestSteps.indexOf(need)).toBeLessThan(index);
    });
  });

  it('leaves TLS out where the address has none, and the ticket where the token is one', () => {
    const omitted = (profile: DialectProfile) =>
      planServerTest(profile).flatMap((step) => (step.omitted === null ? [] : [step.name]));
    expect(omitted(parley('http://localhost:8080'))).toEqual(['tls']);
    expect(omitted({ dialect: 'direct', ...common, address: 'wss://lk.example' })).toEqual(['ticket']);
    expect(omitted({ dialect: 'direct', ...common, address: 'ws://localhost:7880' })).toEqual(['tls', 'ticket']);
  });
});
