import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LiveKitPorts } from './ports.ts';

const accountSchema = z.strictObject({ login: z.string(), name: z.string(), password: z.string() });
const accountsSchema = z.strictObject({ ada: accountSchema, bo: accountSchema, root: accountSchema });
export type DemoAccounts = z.infer<typeof accountsSchema>;

const keysSchema = z.strictObject({ apiKey: z.string(), apiSecret: z.string().min(32) });
export type DemoKeys = z.infer<typeof keysSchema>;

/** What the demo keeps from run to run, all in one folder that may be deleted at any time. */
export interface DemoFolder {
  readonly path: string;
  readonly data: string;
  readonly accounts: DemoAccounts;
  readonly keys: DemoKeys;
  readonly seedFile: string;
  /** Writes LiveKit's configuration and returns its path. */
  writeLiveKit(ports: LiveKitPorts, webhookUrl: string): string;
}

/** Makes what is missing. Passwords and keys are made once and are readable by nobody else. */
export function openFolder(root: string): DemoFolder {
  const path = join(root, '.demo');
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const data = join(path, 'data');
  const accountsFile = join(path, 'accounts.json');
  // The server has only hashes: with the passwords lost, its accounts are of no use.
  if (!existsSync(accountsFile)) rmSync(data, { recursive: true, force: true });
  const accounts = kept(accountsFile, accountsSchema, () => ({
    ada: { login: 'ada', name: 'Ada Okafor', password: secret(9) },
    bo: { login: 'bo', name: 'Bo Lindqvist', password: secret(9) },
    root: { login: 'root', name: 'The administrator', password: secret(9) },
  }));
  const keys = kept(join(path, 'livekit-keys.json'), keysSchema, () => ({
    apiKey: 'parley-demo',
    apiSecret: secret(33),
  }));
  const seedFile = join(path, 'seed.json');
  writePrivate(seedFile, JSON.stringify(seedOf(accounts), null, 2));
  return {
    path,
    data,
    accounts,
    keys,
    seedFile,
    writeLiveKit(ports, webhookUrl) {
      const file = join(path, 'livekit.yaml');
      writePrivate(file, livekitYaml(ports, keys, webhookUrl));
      return file;
    },
  };
}

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');

function writePrivate(file: string, text: string): void {
  // The mode counts only for a new file.
  rmSync(file, { force: true });
  writeFileSync(file, `${text.trimEnd()}\n`, { mode: 0o600 });
}

function kept<T>(file: string, schema: z.ZodType<T>, make: () => T): T {
  if (!existsSync(file)) writePrivate(file, JSON.stringify(make(), null, 2));
  const read = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is damaged; delete the folder .demo to begin anew.`);
  return read.data;
}

function seedOf(accounts: DemoAccounts): object {
  return {
    accounts: Object.values(accounts).map((account) => ({ ...account, administrator: account.login === 'root' })),
    channels: [
      { name: 'Lobby', kind: 'voice', category: 'Every day', position: 0 },
      { name: 'Stand-up', kind: 'voice', category: 'Every day', position: 1 },
      { name: 'Quiet room', kind: 'voice', category: 'Every day', position: 2 },
      { name: 'Notes', kind: 'text', category: 'Every day', position: 3 },
    ],
  };
}

/** Loopback only, and no public STUN server is asked. */
function livekitYaml({ signal, tcp, udp }: LiveKitPorts, { apiKey, apiSecret }: DemoKeys, webhookUrl: string): string {
  return `# Written by the demo at every start.
port: ${signal}
bind_addresses: [127.0.0.1]
rtc:
  udp_port: ${udp}
  tcp_port: ${tcp}
  node_ip: 127.0.0.1
  use_external_ip: false
  interfaces:
    includes: [lo]
  enable_loopback_candidate: true
  stun_servers: ['127.0.0.1:3478']
keys:
  ${apiKey}: ${apiSecret}
webhook:
  api_key: ${apiKey}
  urls: ['${webhookUrl}']
logging:
  level: info
`;
}
