import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { install, type Installation } from '../fixtures/installation.ts';

let installation: Installation;
beforeAll(() => {
  installation = install({ media: '10.0.0.11,10.0.0.12', app: '10.0.0.21,10.0.0.22' });
});
afterAll(() => installation.remove());

const promtool = (...args: readonly string[]): { status: number | null; said: string } => {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}${error?.message ?? ''}` };
};

it('Prometheus takes the configuration and its alerts', () => {
  const { status, said } = promtool('check', 'config', installation.path('monitoring', 'prometheus.yml'));
  expect(said).toMatch(/4 rules found/);
  expect(said).toMatch(/is valid prometheus config/);
  expect(status).toBe(0);
});

it('Prometheus understands every query of the dashboard', () => {
  const board = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../deploy/monitoring/grafana/dashboards/parley.json'), 'utf8'),
  ) as { panels: { targets: { expr: string }[] }[] };
  const queries = board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  expect(queries.length).toBeGreaterThan(12);
  // Grafana puts a time there.
  const rules = queries.map((expr, index) => ({
    record: `query:${index}`,
    expr: expr.replaceAll('$__rate_interval', '1m'),
  }));
  const file = installation.path('monitoring', 'queries.yml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { status, said } = promtool('check', 'rules', file);
  expect(said).toContain(`${queries.length} rules found`);
  expect(status).toBe(0);
});
