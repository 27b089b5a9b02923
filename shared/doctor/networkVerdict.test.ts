import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  networkCauses,
  networkSteps,
  pathSteps,
  planNetworkCheck,
  type Endpoint,
  type NetworkCause,
  type NetworkFacts,
  type NetworkReport,
  type NetworkStep,
} from './networkCheck.ts';
import { decideNetworkVerdict, endpointText, networkReportText } from './networkVerdict.ts';
import { runSteps, type StepFinding } from './steps.ts';

const server: Endpoint = { protocol: 'tls', host: 'voice.example.org', port: 443 };
const udp: Endpoint = { protocol: 'udp', host: '203.0.113.24', port: 7882 };
const tcp: Endpoint = { protocol: 'tcp', host: '203.0.113.24', port: 7881 };
const turns: Endpoint = { protocol: 'tls', host: 'turn.example.org', port: 443 };
const noRelay: StepFinding = { verdict: 'skipped', detail: 'The server offers none.' };

const bad = (cause: NetworkCause, facts: NetworkFacts = {}): StepFinding => ({
  verdict: 'failed',
  detail: cause,
  facts: { cause, ...facts },
});
const but = (cause: NetworkCause): StepFinding => ({ verdict: 'ok', detail: cause, facts: { cause } });
const blocked = (...endpoints: Endpoint[]): StepFinding => bad('pathBlocked', { endpoints });

/** The reports of a whole check in which these steps found this, and everything else was well; relays only where told. */
const check = (
  findings: Partial<Record<NetworkStep, StepFinding>>,
  target = { secure: true, noUdp: null as string | null },
): Promise<readonly NetworkReport[]> =>
  runSteps(
    planNetworkCheck(target),
    async (name) => findings[name] ?? (name.startsWith('turn') ? noRelay : { verdict: 'ok', detail: name }),
    { now: () => 0, secrets: [] },
  );
const fine: StepFinding = { verdict: 'ok', detail: '' };

describe('the verdict', () => {
  it.each<[string, Partial<Record<NetworkStep, StepFinding>>, object]>([
    ['an open network', {}, { voice: 'works', summary: 'fine', path: 'udp', asks: [] }],
    ['UDP dropped', { udp: blocked(udp) }, { voice: 'works', summary: 'udpBlocked', path: 'iceTcp', asks: [udp] }],
    [
      'a server without UDP',
      { udp: { verdict: 'skipped', detail: 'The server offers none.' } },
      { voice: 'works', summary: 'fine', path: 'iceTcp', asks: [] },
    ],
    [
      'only 443',
      { udp: blocked(udp), iceTcp: blocked(tcp), turnTls: fine },
      { voice: 'works', summary: 'onlyRelay', path: 'turnTls', asks: [tcp, udp] },
    ],
    [
      'TURN over UDP only',
      { udp: blocked(udp), iceTcp: blocked(tcp), turnUdp: fine, turnTls: blocked(turns) },
      { voice: 'works', summary: 'onlyRelay', path: 'turnUdp', asks: [tcp, udp] },
    ],
    [
      'every way blocked',
      { udp: blocked(udp), iceTcp: blocked(tcp), turnTls: blocked(turns) },
      { voice: 'blocked', summary: 'mediaBlocked', path: null, asks: [tcp, udp, turns] },
    ],
    [
      'relays that refuse, and nothing else',
      { udp: blocked(udp), iceTcp: blocked(tcp), turnTls: bad('relayRefused', { endpoints: [turns] }) },
      { voice: 'blocked', summary: 'mediaBlocked', remarks: ['relayRefused'] },
    ],
    [
      'a slow TURN name',
      { turnName: but('turnNameSlow') },
      { voice: 'works', summary: 'fine', remarks: ['turnNameSlow'] },
    ],
    [
      'a TURN name that is none',
      { turnName: bad('turnNameUnknown') },
      { summary: 'fine', remarks: ['turnNameUnknown'] },
    ],
    ['a slow name', { name: but('nameSlow') }, { voice: 'works', summary: 'fine', remarks: ['nameSlow'] }],
    ['a wrong clock', { clock: bad('clockWrong') }, { voice: 'works', summary: 'fine', remarks: ['clockWrong'] }],
    ['no name', { name: bad('nameUnknown'), answer: bad('noAnswer') }, { voice: 'blocked', summary: 'nameUnknown' }],
    [
      'a closed port',
      { tcp: bad('portClosed', { endpoints: [server] }), answer: bad('noAnswer') },
      { voice: 'blocked', summary: 'portClosed', asks: [server] },
    ],
    [
      'a port that is silent',
      { tcp: bad('portSilent', { endpoints: [server] }), answer: bad('noAnswer') },
      { summary: 'portSilent', asks: [server] },
    ],
    [
      'an old certificate',
      { tls: bad('certificateExpired'), answer: bad('noAnswer') },
      { summary: 'certificateExpired' },
    ],
    [
      'an authority that Chromium knows and Node does not',
      { tls: bad('certificateUnknownAuthority'), upgrade: bad('certificateUnknownAuthority') },
      { voice: 'works', summary: 'certificateUnknownAuthority', path: 'udp', remarks: [] },
    ],
    [
      'the same in a network without UDP',
      { tls: bad('certificateUnknownAuthority'), upgrade: bad('certificateUnknownAuthority'), udp: blocked(udp) },
      { voice: 'works', summary: 'udpBlocked', remarks: ['certificateUnknownAuthority'] },
    ],
    [
      'upgrades stripped before the server alone',
      { upgrade: bad('upgradeStripped', { endpoints: [server] }) },
      { voice: 'works', summary: 'upgradeStripped', path: 'udp', asks: [server] },
    ],
    [
      'a script whose first proxy is dead',
      { proxy: but('proxyUnreachable') },
      { voice: 'works', summary: 'fine', remarks: ['proxyUnreachable'] },
    ],
    ['a name that only the proxy knows', { name: bad('nameUnknown') }, { voice: 'works', summary: 'fine' }],
    ['a login page', { answer: bad('loginPage') }, { voice: 'blocked', summary: 'loginPage' }],
    ['a proxy that wants a login', { tls: bad('proxyLogin'), answer: bad('proxyLogin') }, { summary: 'proxyLogin' }],
    [
      'an upgrade that is stripped',
      { upgrade: bad('upgradeStripped'), livekit: bad('voiceServerDown') },
      { summary: 'upgradeStripped' },
    ],
    [
      'a voice server that is down',
      { livekit: bad('voiceServerDown') },
      { voice: 'unknown', summary: 'voiceServerDown' },
    ],
    ['too many checks', { livekit: bad('tooManyChecks') }, { voice: 'unknown', summary: 'tooManyChecks' }],
    ['a step that broke', { answer: { verdict: 'failed', detail: '' } }, { voice: 'unknown', summary: 'checkFailed' }],
  ])('on %s', async (_, findings, expected) => {
    expect(decideNetworkVerdict(await check(findings))).toMatchObject(expected);
  });

  it('tries nothing by UDP where the administrator forbids it, and takes that for no fault', async () => {
    const forbidden = await check({ turnUdp: fine }, { secure: true, noUdp: 'It is forbidden.' });
    const skipped = forbidden.filter(({ verdict }) => verdict === 'skipped').map(({ name }) => name);
    expect(skipped).toEqual(expect.arrayContaining(['udp', 'turnUdp']));
    expect(decideNetworkVerdict(forbidden)).toMatchObject({
      voice: 'works',
      summary: 'fine',
      path: 'iceTcp',
      asks: [],
    });
  });

  it('says nothing of the voice where there was no ticket for it, or where it was stopped', async () => {
    const unvoiced: StepFinding = { verdict: 'skipped', detail: 'No ticket.' };
    const without = (finding: StepFinding, ...names: readonly NetworkStep[]) =>
      check(Object.fromEntries(names.map((name) => [name, finding])), { secure: false, noUdp: null });
    expect(decideNetworkVerdict(await without(unvoiced, 'livekit'))).toMatchObject({
      voice: 'unknown',
      summary: 'voiceUnchecked',
      path: null,
    });
    const kept = await without({ ...unvoiced, facts: { cause: 'noOwnRoom' } }, 'turnName', ...pathSteps);
    expect(decideNetworkVerdict(kept)).toMatchObject({ voice: 'unknown', summary: 'noOwnRoom', path: null });
    const skipped: StepFinding = { verdict: 'skipped', detail: 'Stopped.' };
    const stopped = await check(Object.fromEntries(networkSteps.map((name) => [name, skipped])));
    expect(decideNetworkVerdict(stopped, true)).toMatchObject({ voice: 'unknown', summary: 'stopped' });
  });

  it('names a cause for every possible outcome, and works only where a way does', async () => {
    const finding = fc.oneof(
      fc.constant(fine),
      fc.constant(noRelay),
      fc.constantFrom(...networkCauses).map((cause) => bad(cause, { endpoints: [server] })),
      fc.constantFrom(...networkCauses).map(but),
    );
    const findings = fc.record(Object.fromEntries(networkSteps.map((name) => [name, finding])), { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(findings, fc.boolean(), async (given, stopped) => {
        const reports = await check(given);
        const verdict = decideNetworkVerdict(reports, stopped);
        const works = reports.some(
          (report) => (pathSteps as readonly string[]).includes(report.name) && report.verdict === 'ok',
        );
        expect(verdict.voice === 'works').toBe(works);
        expect(verdict.path !== null).toBe(works);
        expect(verdict.summary).not.toBe('checkFailed');
        expect(verdict.remarks).not.toContain(verdict.summary);
      }),
    );
  });
});

describe('the report', () => {
  const about = {
    version: '1.2.3',
    platform: 'linux',
    server: 'https://voice.example.org',
    at: '2026-11-21T10:00:00Z',
  };

  it('has a line for each step, with what was measured, and what is to be let through', async () => {
    const reports = await check({
      udp: blocked(udp),
      iceTcp: { verdict: 'ok', detail: 'prflx to host', facts: { roundTrip: 41.4, loss: 0.02 } },
    });
    const text = networkReportText(reports, decideNetworkVerdict(reports), about);
    expect(text.split('\n')).toEqual([
      'Parley 1.2.3 on linux, 2026-11-21T10:00:00Z',
      'Server https://voice.example.org',
      ...['proxy', 'name', 'tcp', 'tls', 'answer', 'clock', 'upgrade', 'livekit'].map(
        (name) => `${name.padEnd(9)} ok       0 ms: ${name}`,
      ),
      'turnName  skipped  The server offers none.',
      'udp       failed   0 ms, pathBlocked: pathBlocked',
      'iceTcp    ok       0 ms, round trip 41 ms, loss 2.0 %: prflx to host',
      ...['turnUdp', 'turnTcp', 'turnTls'].map((name) => `${name.padEnd(9)} skipped  The server offers none.`),
      'Voice works: udpBlocked',
      'Path iceTcp',
      'To be let through: udp 203.0.113.24:7882',
    ]);
  });

  it('holds no secret, whatever a step says', async () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln';
    const secrets = ['hunter22', 'turn-credential'];
    const said = `tried hunter22 and turn-credential with ${token}, Proxy-Authorization: Basic YWRhOmh1bnRlcjIy, Bearer opaque`;
    const reports = await runSteps(
      planNetworkCheck({ secure: true, noUdp: null }),
      async () => ({ verdict: 'ok', detail: said }),
      { now: () => 0, secrets },
    );
    const text = networkReportText(reports, decideNetworkVerdict(reports), about);
    for (const secret of [...secrets, token, 'YWRhOmh1bnRlcjIy', 'opaque']) expect(text).not.toContain(secret);
  });

  it('writes addresses as firewalls do', () => {
    expect([udp, turns, { ...udp, host: '2001:db8::1' }].map(endpointText)).toEqual([
      'udp 203.0.113.24:7882',
      'tcp turn.example.org:443',
      'udp [2001:db8::1]:7882',
    ]);
  });
});
