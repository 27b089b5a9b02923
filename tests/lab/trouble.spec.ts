import { readFileSync, writeFileSync } from 'node:fs';
import { expectBothHeard } from './support/call.ts';
import { turnDomain } from './support/laboratory.ts';
import { networks } from './support/networks.ts';
import { proxyPort, startProxy, type ProxyLogin } from './support/proxy.ts';
import { expect, test } from './support/test.ts';

test('an authority that nobody knows: the sign-in says that it is the certificate', async ({ stack, start }) => {
  await stack.use('standard');
  const program = await start({ trusting: false });
  const form = program.part('sign-in');
  await form.getByLabel('Server address').fill(stack.address);
  await form.getByLabel('Login').fill(stack.people.ada.login);
  await form.getByLabel('Password').fill(stack.people.ada.password);
  await form.getByRole('button', { name: 'Sign in' }).click();
  await expect(form).toContainText(/certificate/i);
});

test('an authority that Chromium knows and Node does not: the channels are asked for, and can be joined', async ({
  stack,
  start,
  startBot,
}) => {
  await stack.use('standard');
  const bot = await startBot();
  const program = await start({ env: { NODE_EXTRA_CA_CERTS: '' } });
  await program.signIn(stack, 'ada');
  const notice = program.page.locator('[data-reason="channels-polling"]').first();
  await expect(notice).toContainText('This computer does not know who signed the certificate.');
  await program.join('Lobby');
  await expectBothHeard(program, bot);
});

for (const kind of ['PROXY', 'SOCKS5'])
  test(`a script (PAC) that names a dead proxy first (${kind}): the events come by the next way`, async ({
    laboratory,
    stack,
    start,
  }) => {
    await stack.use('standard');
    const dead = `function FindProxyForURL() { return '${kind} ${laboratory.gatewayAddress}:9; DIRECT'; }`;
    const pac = `data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(dead).toString('base64')}`;
    const program = await start({ args: [`--proxy-pac-url=${pac}`] });
    await program.signIn(stack, 'ada');
    await expect(program.page.locator('[data-reason^="channels-"]')).toHaveCount(0);
  });

test('ICE-TCP blocked on a server that has nothing else: a word that names it, within ten seconds', async ({
  laboratory,
  stack,
  start,
}) => {
  await stack.use('all-tcp/strict');
  const program = await start();
  await program.signIn(stack, 'ada');
  laboratory.change(networks.only443);
  const clicked = Date.now();
  await program.channel('Lobby').click();
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'failed', { timeout: 30_000 });
  const took = Date.now() - clicked;
  const verdict = program.part('empty', { reason: 'mediaBlocked' });
  await expect(verdict.getByRole('heading', { level: 1 })).toHaveText('The voice does not get through this network.');
  await verdict.getByRole('button', { name: 'Technical detail' }).click();
  await expect(verdict.locator('pre')).toHaveText(
    'Signalling works; no answer from TCP 10.97.2.2:7881, the server offers no TURN relay.',
  );
  console.log(`verdict after ${took} ms`);
  expect(took).toBeLessThan(10_000);
});

test('UDP, ICE-TCP and the relays blocked: the verdict names each of them', async ({ laboratory, stack, start }) => {
  await stack.use('standard');
  const program = await start();
  await program.signIn(stack, 'ada');
  laboratory.change(networks.only443);
  await program.channel('Lobby').click();
  const verdict = program.part('empty', { reason: 'relayUnreachable' });
  await expect(verdict.getByRole('heading', { level: 1 })).toHaveText(
    'Neither the voice server nor its relay can be reached from this network.',
    { timeout: 30_000 },
  );
  await verdict.getByRole('button', { name: 'Technical detail' }).click();
  for (const silent of [
    'no answer from UDP 10.97.2.2:7882',
    'no answer from TCP 10.97.2.2:7881',
    'TURN udp turn.voice.parley.test:3478 unreachable',
    'TURN tcp turn.voice.parley.test:3478 unreachable',
    'TURN tls turn.voice.parley.test:5349 unreachable',
  ])
    await expect(verdict.locator('pre')).toContainText(silent);
});

test('ICE-TCP blocked in a call that has nothing else: after ten seconds it is told what does not answer, with the way to the doctor', async ({
  laboratory,
  stack,
  start,
  startBot,
}) => {
  await stack.use('all-tcp/strict');
  const bot = await startBot();
  const program = await start();
  await program.signIn(stack, 'ada');
  await program.join('Lobby');
  await expectBothHeard(program, bot);
  laboratory.change(networks.no7881);
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'reconnecting');
  const began = Date.now();
  const notice = program.part('notice', { reason: 'repair-mediaBlocked' });
  await expect(notice).toContainText('The voice does not get through this network.');
  const took = Date.now() - began;
  console.log(`told after ${took} ms`);
  expect(took).toBeGreaterThan(8_000);
  expect(took).toBeLessThan(12_000);
  await notice.getByRole('button', { name: 'Technical detail' }).click();
  await expect(notice).toContainText('no answer from TCP 10.97.2.2:7881');
  await notice.locator('[data-action="open-doctor"]').click();
  await expect(program.part('doctor').getByLabel('Server address')).toHaveValue(stack.address);
  laboratory.change(networks.open);
  await expect(program.part('call-block')).toHaveAttribute('data-phase', 'connected', { timeout: 30_000 });
  await expectBothHeard(program, bot, 20_000);
  await expect(notice).toHaveCount(0);
});

test('the name of a relay that resolves slowly: the doctor names it', async ({ stack, names, start }) => {
  await stack.use('standard');
  // The laboratory's own file, mounted in its place: the relay's name has to be asked for now.
  const hosts = readFileSync('/etc/hosts', 'utf8');
  names.delay = 2_500;
  try {
    writeFileSync('/etc/hosts', hosts.replaceAll(` ${turnDomain}`, ''));
    const program = await start();
    await program.page.getByRole('button', { name: 'Settings' }).first().click();
    await program.page.locator('[data-page="doctor"]').click();
    await program.part('doctor').getByLabel('Server address').fill(stack.address);
    await program.page.locator('[data-action="check-network"]').click();
    await expect(program.part('doctor-verdict')).toBeVisible({ timeout: 60_000 });
    const step = program.part('check-step', { step: 'turnName' });
    await expect(step).toHaveAttribute('data-verdict', 'slow');
    await expect(step).toContainText('A relay’s name is resolved slowly.');
    expect(names.asked()).toContain(turnDomain);
  } finally {
    writeFileSync('/etc/hosts', hosts);
    names.delay = 0;
  }
});

interface ProxyCase {
  readonly name: string;
  readonly login?: ProxyLogin;
  /** How the program comes to know of the proxy at this address. */
  readonly named: (proxy: string) => {
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
}

const script = (proxy: string): string =>
  `function FindProxyForURL(url, host) { return isPlainHostName(host) ? 'DIRECT' : 'PROXY ${proxy}'; }`;
const cases: readonly ProxyCase[] = [
  { name: 'a proxy', named: (proxy) => ({ args: [`--proxy-server=http://${proxy}`] }) },
  {
    name: 'an authenticating proxy',
    login: { name: 'ada', password: 'through-the-wall' },
    named: (proxy) => ({ args: [`--proxy-server=http://${proxy}`] }),
  },
  {
    name: 'a proxy that a script (PAC) names',
    named: (proxy) => ({
      args: [
        `--proxy-pac-url=data:application/x-ns-proxy-autoconfig;base64,${Buffer.from(script(proxy)).toString('base64')}`,
      ],
    }),
  },
  {
    name: 'a proxy that the environment names',
    named: (proxy) => ({ env: { https_proxy: `http://${proxy}`, http_proxy: `http://${proxy}` } }),
  },
];

for (const { name, login, named } of cases) {
  test(`only ${name}, for port 443: heard both ways`, async ({ laboratory, stack, start, startBot }) => {
    await stack.use('all-tcp/relay');
    const proxy = await startProxy(laboratory, stack, login);
    const bot = await startBot();
    const program = await start(named(`${laboratory.gatewayAddress}:${proxyPort}`));
    laboratory.change(networks.proxyOnly);
    if (login !== undefined) {
      // Asked as soon as the address is known: what the server offers is looked up then.
      const address = program.part('sign-in').getByLabel('Server address');
      await address.fill(stack.address);
      await address.blur();
      const question = program.part('proxy-question');
      await expect(question).toContainText(`${laboratory.gatewayAddress}:${proxyPort}`);
      await question.getByLabel('Name for the proxy').fill(login.name);
      await question.getByLabel('Password for the proxy').fill('not it');
      await question.getByRole('button', { name: 'Log in' }).click();
      await expect(question).toContainText('It refused');
      await question.getByLabel('Name for the proxy').fill(login.name);
      await question.getByLabel('Password for the proxy').fill(login.password);
      await question.getByRole('button', { name: 'Log in' }).click();
    }
    await program.signIn(stack, 'ada');
    await program.join('Lobby');
    await expectBothHeard(program, bot);
    await expect(program.part('path-chip')).toHaveAttribute('data-path', /^(?:TCP|TURN-TLS)$/);
    await expect(program.part('proxy-question')).toHaveCount(0);
    // Signalling and backend share a name: requests, the event stream's WebSocket, the signalling's, and the relay.
    const connections = [...proxy.said().matchAll(/CONNECT (?:turn\.)?voice\.parley\.test:443/g)];
    expect(connections.length, proxy.said()).toBeGreaterThanOrEqual(4);
    expect(proxy.said()).toContain('CONNECT turn.voice.parley.test:443');
    if (login !== undefined) expect(program.logs()).not.toContain(login.password);
    await proxy.kill();
  });
}

test('the doctor behind a proxy: only the relay is open, and it says so', async ({ laboratory, stack, start }) => {
  await stack.use('all-tcp/relay');
  const proxy = await startProxy(laboratory, stack);
  const program = await start({ args: [`--proxy-server=http://${laboratory.gatewayAddress}:${proxyPort}`] });
  laboratory.change(networks.proxyOnly);
  await program.page.getByRole('button', { name: 'Settings' }).first().click();
  await program.page.locator('[data-page="doctor"]').click();
  await program.part('doctor').getByLabel('Server address').fill(stack.address);
  await program.page.locator('[data-action="check-network"]').click();
  const verdict = program.part('doctor-verdict');
  await expect(verdict).toHaveAttribute('data-summary', 'onlyRelay', { timeout: 60_000 });
  const step = (name: string) => program.part('check-step', { step: name });
  for (const name of ['proxy', 'tls', 'answer', 'upgrade', 'livekit', 'turnTls'])
    await expect(step(name)).toHaveAttribute('data-verdict', 'works');
  await expect(step('udp')).not.toHaveAttribute('data-verdict', 'works');
  await program.page.getByRole('button', { name: 'Technical detail' }).click();
  await expect(verdict.locator('pre')).toContainText(`${laboratory.gatewayAddress}:${proxyPort}`);
  await proxy.kill();
});
