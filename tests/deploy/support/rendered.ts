import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPlace, templateValues } from '../../../deploy/tools/place.ts';
import { renderStack } from '../../../deploy/tools/renderStack.ts';
import { completeSecrets } from '../../../deploy/tools/secrets.ts';
import { stacks, type Stack } from '../../../deploy/tools/stacks.ts';

/** An installation as `deploy/configure.ts` writes it, with a certificate of its own, in a temporary folder. */
export interface Installation {
  readonly secrets: Readonly<Record<string, string>>;
  /** Of certificate and key. */
  readonly certs: string;
  /** Where a file of a stack was written to. */
  path(stack: string, file: string): string;
  remove(): void;
}

const deploy = join(import.meta.dirname, '../../../deploy');

export function install(options: Readonly<Record<string, string>> = {}): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'parley-deploy-'));
  const certs = join(folder, 'certs');
  mkdirSync(certs);
  const domain = options['domain'] ?? 'voice.example.org';
  const place = readPlace({ domain, ip: '203.0.113.7', certs, ...options }, {});
  makeCertificate(certs, [domain, place['TURN_DOMAIN'] ?? '']);
  const secrets = completeSecrets({});
  for (const stack of stacks) {
    mkdirSync(join(folder, stack.name), { recursive: true });
    renderStack(stack, templateValues(place, secrets), join(folder, stack.name, 'run'));
    const compose = join(deploy, stack.name, 'compose.yaml');
    if (existsSync(compose)) copyFileSync(compose, join(folder, stack.name, 'compose.yaml'));
  }
  return {
    secrets,
    certs,
    path: (stack, file) => (file === 'compose.yaml' ? join(folder, stack, file) : join(folder, stack, 'run', file)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The stacks that have this template. */
export const stacksWith = (installation: Installation, file: string): readonly Stack[] =>
  stacks.filter(({ name }) => existsSync(installation.path(name, file)));

/** A self-signed certificate for these names; README.md of `deploy` has the same line for trying things out. */
function makeCertificate(folder: string, names: readonly string[]): void {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    join(folder, 'privkey.pem'),
  ];
  const subject = [
    '-subj',
    `/CN=${names[0]}`,
    '-addext',
    `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`,
  ];
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, '-days', '30', '-out', join(folder, 'fullchain.pem')], {
    stdio: 'ignore',
  });
}
