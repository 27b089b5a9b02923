import {
  networkSteps,
  pathSteps,
  type Endpoint,
  type NetworkCause,
  type NetworkFacts,
  type NetworkReport,
  type NetworkStep,
} from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import type { DoctorSetup } from '../doubles/doctor.ts';
import { error, inCall, people, signedIn } from '../fixtures.ts';
import { together, type Scene, type Setup } from '../scene.ts';

const udp: Endpoint = { protocol: 'udp', host: '203.0.113.24', port: 7882 };
const tcp: Endpoint = { protocol: 'tcp', host: '203.0.113.24', port: 7881 };
const turns: Endpoint = { protocol: 'tls', host: 'turn.example.org', port: 443 };
const server: Endpoint = { protocol: 'tls', host: 'voice.example.org', port: 443 };

const works = (roundTrip?: number): StepFinding => ({
  verdict: 'ok',
  detail: 'as it should be',
  ...(roundTrip === undefined ? {} : { facts: { roundTrip, loss: 0 } }),
});
const but = (cause: NetworkCause): StepFinding => ({ verdict: 'ok', detail: cause, facts: { cause } });
const bad = (cause: NetworkCause, facts: NetworkFacts = {}): StepFinding => ({
  verdict: 'failed',
  detail: `${cause} at voice.example.org`,
  facts: { cause, ...facts },
});
const skipped: StepFinding = { verdict: 'skipped', detail: 'Needs the step "answer".' };
const because = (cause: NetworkCause): StepFinding => ({ ...skipped, facts: { cause } });
const blocked = (...endpoints: Endpoint[]): StepFinding => bad('pathBlocked', { endpoints });
const took: Readonly<Record<NetworkStep, number>> = {
  proxy: 3,
  name: 12,
  tcp: 21,
  tls: 38,
  answer: 44,
  clock: 1,
  upgrade: 46,
  livekit: 52,
  turnName: 9,
  udp: 1210,
  iceTcp: 1302,
  turnUdp: 1260,
  turnTcp: 1315,
  turnTls: 1330,
};
const ways: Partial<Record<NetworkStep, StepFinding>> = {
  udp: works(23),
  iceTcp: works(41),
  turnUdp: works(44),
  turnTcp: works(58),
  turnTls: works(61),
};
/** A whole check; with `until`, everything from there on needs what failed. */
const check = (findings: Partial<Record<NetworkStep, StepFinding>>, until?: NetworkStep): readonly NetworkReport[] => {
  const end = until === undefined ? networkSteps.length : networkSteps.indexOf(until);
  return networkSteps.map((name, index): NetworkReport => {
    const finding = findings[name] ?? (index >= end ? skipped : (ways[name] ?? works()));
    const slow = finding.verdict === 'failed' && name in ways ? 5000 : took[name];
    return { ...finding, name, ms: finding.verdict === 'skipped' ? 0 : slow };
  });
};

const page = (doctor: DoctorSetup, ...more: readonly Setup[]): Setup =>
  together(signedIn(), ...more, {
    view: { page: 'settings', settingsPage: 'doctor', examined: 'https://voice.example.org' },
    doctor,
  });
const scene = (id: string, title: string, doctor: DoctorSetup, ...more: readonly Setup[]): Scene => ({
  id: `doctor-${id}`,
  title: `Network doctor: ${title}`,
  setup: () => page(doctor, ...more),
});
/** A step before the voice fails: nothing after it is known. */
const stops = (cause: NetworkCause, step: NetworkStep, facts: NetworkFacts = {}): Scene =>
  scene(`stops-${cause}`, cause, {
    reports: check({ [step]: bad(cause, facts), answer: bad(step === 'answer' ? cause : 'noAnswer') }, step),
  });

export const doctorScenes: readonly Scene[] = [
  {
    id: 'doctor-signed-out',
    title: 'Network doctor: nobody is signed in',
    setup: () => ({ view: { page: 'settings', settingsPage: 'doctor' } }),
  },
  scene('running', 'it runs', { reports: check({ udp: blocked(udp) }).slice(0, 11), running: true }),
  scene('fine', 'everything works', { reports: check({}) }),
  scene('udp', 'UDP is blocked', { reports: check({ udp: blocked(udp), turnUdp: blocked({ ...udp, port: 3478 }) }) }),
  scene('relay', 'only a relay works', {
    reports: check({ udp: blocked(udp), iceTcp: blocked(tcp), turnUdp: blocked(turns), turnTcp: blocked(turns) }),
  }),
  scene('blocked', 'no way for the voice', {
    reports: check({
      udp: blocked(udp),
      iceTcp: blocked(tcp),
      turnUdp: skipped,
      turnTcp: skipped,
      turnTls: bad('relayRefused', { endpoints: [turns] }),
    }),
  }),
  scene('remarks', 'slow names and a wrong clock', {
    reports: check({
      name: but('nameSlow'),
      clock: bad('clockWrong', { skew: 3_600_000 }),
      turnName: but('turnNameSlow'),
    }),
  }),
  scene('unvoiced', 'a server without a room for checks', {
    reports: check({
      ...Object.fromEntries(pathSteps.map((name) => [name, because('noOwnRoom')])),
      turnName: skipped,
    }),
  }),
  scene('unsigned', 'another kind of server, and nobody is signed in there', {
    reports: check({ livekit: because('notSignedIn') }, 'livekit'),
  }),
  scene('stopped', 'it was stopped', { reports: check({}, 'tcp'), stopped: true }),
  scene('address', 'an address that is none', { reports: [], error: error('badAddress', 'invalid') }),
  scene('call', 'during a call', { reports: check({ udp: blocked(udp) }) }, inCall(people(3))),
  stops('nameUnknown', 'name'),
  stops('portSilent', 'tcp', { endpoints: [server] }),
  stops('certificateUnknownAuthority', 'tls'),
  stops('proxyLogin', 'tls'),
  stops('loginPage', 'answer'),
];
