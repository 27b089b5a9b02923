import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../fixtures/namespace.ts';
import type { Laboratory } from './laboratory.ts';
import type { RunningStack } from './stack.ts';

export const proxyPort = 3128;

/** What an authenticating proxy wants to know. */
export interface ProxyLogin {
  readonly name: string;
  readonly password: string;
}

/** A proxy (tinyproxy) in the gateway, which hands nothing else on: CONNECT to port 443 only. */
export async function startProxy(
  { gateway, gatewayWithNames }: Laboratory,
  { installation }: RunningStack,
  login?: ProxyLogin,
): Promise<Program> {
  const file = join(installation.certs, 'tinyproxy.conf');
  const access = login === undefined ? [] : [`BasicAuth ${login.name} ${login.password}`];
  const lines = [`Port ${proxyPort}`, 'Timeout 600', 'LogLevel Connect', 'ConnectPort 443', ...access];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const proxy = gatewayWithNames.start('tinyproxy', ['-d', '-c', file]);
  await gateway.untilListening(`tcp 0.0.0.0:${proxyPort}`);
  return proxy;
}
