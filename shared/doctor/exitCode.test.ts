import fc from 'fast-check';
import { expect, it } from 'vitest';
import { doctorExitOf } from './exitCode.ts';
import {
  networkCauses,
  networkSteps,
  type NetworkCause,
  type NetworkReport,
  type NetworkStep,
} from './networkCheck.ts';
import { decideNetworkVerdict } from './networkVerdict.ts';

type Found = Partial<Record<NetworkStep, NetworkReport['verdict'] | NetworkCause>>;

/** A check in which these steps came to this, and every other went well; of a cause, the step failed. */
const reportsOf = (found: Found): readonly NetworkReport[] =>
  networkSteps.map((name): NetworkReport => {
    const what = found[name] ?? (name.startsWith('turn') ? 'skipped' : 'ok');
    const rest = { name, ms: 0, detail: '' };
    return what === 'ok' || what === 'skipped' || what === 'failed'
      ? { ...rest, verdict: what }
      : { ...rest, verdict: 'failed', facts: { cause: what } };
  });
const exitOf = (found: Found): number => {
  const reports = reportsOf(found);
  return doctorExitOf(reports, decideNetworkVerdict(reports));
};
const noWay: Found = { udp: 'pathBlocked', iceTcp: 'pathBlocked' };
const untried: Found = { udp: 'skipped', iceTcp: 'skipped' };

it.each<[string, Found, number]>([
  ['everything well', {}, 0],
  ['UDP blocked: a call is heard all the same', { udp: 'pathBlocked' }, 0],
  ['only a relay', { ...noWay, turnTls: 'ok' }, 0],
  ['a clock that is wrong', { clock: 'clockWrong' }, 0],
  ['a name that only the proxy knows', { name: 'nameUnknown', tcp: 'skipped', tls: 'skipped' }, 0],
  ['every way of the voice blocked', noWay, 1],
  ['upgrades stripped before the server, a voice that works', { upgrade: 'upgradeStripped' }, 1],
  ['a proxy that wants a login for WebSockets', { upgrade: 'proxyLogin' }, 1],
  ['an authority that Chromium knows and Node does not', { tls: 'certificateUnknownAuthority' }, 1],
  ['a proxy that the events cannot use', { proxy: 'proxyUnsupported' }, 1],
  ['a server that is not there', { tcp: 'portClosed', answer: 'noAnswer', ...untried, livekit: 'skipped' }, 1],
  ['a voice server that is down', { livekit: 'voiceServerDown', ...untried }, 1],
  ['a ticket that LiveKit refuses', { livekit: 'ticketRefused', ...untried }, 1],
  ['a limit of checks', { livekit: 'tooManyChecks', ...untried }, 3],
  ['a server that gives no ticket', { livekit: 'noTicket', ...untried }, 3],
  ['no ticket, and upgrades stripped', { livekit: 'noTicket', ...untried, upgrade: 'upgradeStripped' }, 1],
  ['a voice that was not tried', untried, 3],
])('%s', (_, found, code) => {
  expect(exitOf(found)).toBe(code);
});

it('is well only where a way of the voice works and none of the own connections failed', () => {
  const what = fc.constantFrom<NonNullable<Found[NetworkStep]>>('ok', 'skipped', ...networkCauses);
  const found = fc.record(Object.fromEntries(networkSteps.map((name) => [name, what])), { requiredKeys: [] });
  fc.assert(
    fc.property(found, (given) => {
      if (exitOf(given) !== 0) return;
      const reports = reportsOf(given);
      const verdictOf = (name: NetworkStep) => reports.find((report) => report.name === name)?.verdict;
      expect(decideNetworkVerdict(reports).voice).toBe('works');
      for (const name of ['proxy', 'tls', 'upgrade'] as const) expect(verdictOf(name)).not.toBe('failed');
    }),
  );
});
