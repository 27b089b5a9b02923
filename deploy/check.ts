// `node deploy/check.ts <stack> [--json]`: looks at a running stack from outside, with the names and the key of deploy/.env. Run it on a
// machine that is not the server. It joins a room of its own for a second, hidden; nobody sees it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessToken } from 'livekit-server-sdk';
import {
  checkAddress,
  checkCertificate,
  checkClosed,
  checkName,
  checkTcpCandidates,
  checkTurn,
  judgeCandidates,
  type Finding,
} from './tools/checks.ts';
import { readEnvironment } from './tools/secrets.ts';
import { askSignalling } from './tools/signalling.ts';
import { stacks } from './tools/stacks.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, env: { type: 'string' } },
  allowPositionals: true,
});
const stack = stacks.find(({ name }) => name === positionals[0]?.replace(/\/$/, ''));
const checkable = stacks.filter(({ offers }) => offers !== null).map(({ name }) => name);
const file = values.env ?? join(import.meta.dirname, '.env');
if (stack?.offers === null || stack === undefined)
  stop(`Usage: node deploy/check.ts ${checkable.join(' | ')} [--json] [--env file]`);
if (!existsSync(file))
  stop(`There is no ${file}: node deploy/configure.ts makes it. It has the names and the key that are asked with.`);

const env = readEnvironment(readFileSync(file, 'utf8'));
const domain = env['DOMAIN'] ?? '';
const token = new AccessToken(env['LIVEKIT_API_KEY'], env['LIVEKIT_API_SECRET'], { identity: 'deploy-check', ttl: 60 });
token.addGrant({ room: 'deploy-check', roomJoin: true, hidden: true, canPublish: false, canSubscribe: true });

const findings: Finding[] = [];
const found = (...more: readonly Finding[]): void => {
  findings.push(...more);
  if (!values.json) for (const { ok, what, seen } of more) console.log(`${ok ? '✓' : '✗'} ${what}: ${seen}`);
};

const now = new Date();
found(await checkName(domain), await checkCertificate(domain, 443, now));
found(
  await checkAddress(`https://${domain}/healthz`, 200, 'Parley server', 'does it run, and does LiveKit answer it?'),
  await checkAddress(`https://${domain}/metrics`, 404, 'metrics are hidden', 'they should not be told to everybody'),
  ...(await checkClosed(domain)),
);
if (stack.offers.turn.length > 0) found(await checkName(env['TURN_DOMAIN'] ?? ''));
try {
  const offered = await askSignalling(`wss://${domain}`, await token.toJwt());
  found({ ok: true, what: 'LiveKit', seen: `version ${offered.version} takes the key` });
  found(
    ...judgeCandidates(offered.candidates, stack.offers),
    ...(await checkTcpCandidates(offered.candidates)),
    ...(await checkTurn(offered, stack.offers.turn)),
  );
} catch (error) {
  found({
    ok: false,
    what: 'LiveKit',
    seen: `${error instanceof Error ? error.message : String(error)}: does it run?`,
  });
}

const failed = findings.filter(({ ok }) => !ok).length;
if (values.json) console.log(JSON.stringify({ stack: stack.name, domain, findings }, null, 2));
else
  console.log(
    failed === 0 ? '\nAll of it is as it should be.' : `\n${failed} of ${findings.length} are not as they should be.`,
  );
process.exit(failed === 0 ? 0 : 1);

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
