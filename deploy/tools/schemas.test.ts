import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { render } from './render.ts';

// Grafana and Egress are not loaded by any test: they exist as images only. What is theirs is held against what they document.

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const filled = (path: string): string =>
  render(read(path), new Proxy<Record<string, string>>({}, { get: () => 'value' }));

const source = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('parley-prometheus') });
const panel = z.strictObject({
  id: z.int().positive(),
  type: z.enum(['timeseries', 'stat']),
  title: z.string().min(1),
  description: z.string().optional(),
  datasource: source,
  gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1), h: z.int().min(1) }),
  fieldConfig: z.strictObject({
    defaults: z.strictObject({ unit: z.string(), min: z.number() }),
    overrides: z.array(z.never()),
  }),
  options: z.strictObject({}),
  targets: z
    .array(z.strictObject({ refId: z.string(), datasource: source, expr: z.string().min(1), legendFormat: z.string() }))
    .min(1),
});
const dashboard = z.strictObject({
  uid: z.string().max(40),
  title: z.string(),
  tags: z.array(z.string()),
  schemaVersion: z.int().min(36),
  editable: z.boolean(),
  refresh: z.string(),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  templating: z.strictObject({ list: z.array(z.never()) }),
  annotations: z.strictObject({ list: z.array(z.never()) }),
  panels: z.array(panel).min(1),
});

it('the dashboard is one that Grafana documents: panels in its grid, no two in one place', () => {
  const { panels } = dashboard.parse(JSON.parse(read('monitoring/grafana/dashboards/parley.json')));
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const taken = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
  );
  expect(new Set(taken).size).toBe(taken.length);
  for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
});

it('Grafana is given a data source with the name that the dashboard uses, and the folder of the dashboard', () => {
  const sources = z.strictObject({
    apiVersion: z.literal(1),
    datasources: z.tuple([
      z.strictObject({
        name: z.string(),
        uid: source.shape.uid,
        type: source.shape.type,
        access: z.literal('proxy'),
        url: z.literal('http://127.0.0.1:9090'),
        isDefault: z.literal(true),
      }),
    ]),
  });
  expect(sources.safeParse(parse(read('monitoring/grafana/datasources/prometheus.yml'))).error).toBeUndefined();
  const providers = z.strictObject({
    apiVersion: z.literal(1),
    providers: z.tuple([
      z.strictObject({
        name: z.string(),
        type: z.literal('file'),
        allowUiUpdates: z.boolean(),
        options: z.strictObject({ path: z.literal('/etc/grafana/provisioning/dashboards') }),
      }),
    ]),
  });
  expect(providers.safeParse(parse(read('monitoring/grafana/dashboards/parley.yml'))).error).toBeUndefined();
});

it('Egress is given keys that its README documents, and those that it requires', () => {
  // https://github.com/livekit/egress#config; `file_output` of WebChat is not among them.
  const egress = z.strictObject({
    api_key: z.string(),
    api_secret: z.string(),
    ws_url: z.string().regex(/^wss?:/),
    insecure: z.boolean().optional(),
    redis: z.strictObject({ address: z.string(), password: z.string().optional() }),
    health_port: z.int().optional(),
    session_limits: z.strictObject({ file_output_max_duration: z.string() }).optional(),
    logging: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']) }).optional(),
  });
  const body = /^EGRESS_CONFIG_BODY='(.*)'$/m.exec(filled('recording/templates/egress.env'))?.[1] ?? '';
  expect(egress.safeParse(parse(body)).error).toBeUndefined();
});
