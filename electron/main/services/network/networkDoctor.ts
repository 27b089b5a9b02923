import { normaliseAddress } from '@parley/shared/backends/address';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import type { WireStep } from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import type { ParleyError } from '@parley/shared/errors';
import type { DoctorSubject, DoctorTarget, DoctorTickets } from '@parley/shared/ipc/contract';
import { err, ok, type Result } from '@parley/shared/result';
import { createHttpClient, type Fetch } from '../backends/httpClient.ts';
import { createVoiceCheck, foreignTickets, parleyTickets, type CheckedConnection } from './checkTickets.ts';
import type { DialPorts } from './dial.ts';
import { createWireCheck, type WireCheck } from './networkCheck.ts';
import { findWayFault, withFault, type WayFault } from './wayFault.ts';

/** Main's part of the network doctor: one check at a time, about one server. Nothing of it is kept. */
export interface NetworkDoctor {
  /** `notFound` for an id that no profile has, `badAddress` for what is no address. */
  begin(target: DoctorTarget): Promise<Result<DoctorSubject>>;
  /** Before `begin` every step is skipped. */
  step(name: WireStep): Promise<StepFinding>;
  names(hosts: readonly string[]): Promise<StepFinding>;
  tickets(): Promise<DoctorTickets>;
  /** An error that only says that a server did not answer as one, with the cause in its place where the way there shows it. */
  explain(profile: Pick<DialectProfile, 'address' | 'dialect'>, error: ParleyError): Promise<ParleyError>;
  /**
   * What stands in the way to the voice server at the URL of a ticket or, without one, to a saved server; null where nothing
   * does that could be named.
   */
  fault(server: string | null, voice: string | null): Promise<WayFault | null>;
  /** Ends the step that is being made: it is `skipped`. */
  skip(): void;
}

const limits = { time: 8_000, size: 262_144 };

export function createNetworkDoctor(
  ports: DialPorts & {
    readonly fetch: Fetch;
    readonly profiles: () => readonly DialectProfile[];
    /** Of a profile that is signed in; null of others. */
    readonly connection: (server: string) => CheckedConnection | null;
    readonly now: () => number;
    /** By the administrator's policy: nothing goes by UDP, the check included. */
    readonly udpForbidden: boolean;
  },
): NetworkDoctor {
  const http = createHttpClient({ fetch: ports.fetch, strange: notThisServer, limits });
  const checkVoice = createVoiceCheck(http, (url) => findWayFault(ports, { url, kind: 'livekit' }));
  let current: { readonly subject: Subject; readonly wire: WireCheck } | null = null;
  let patience = new AbortController();
  const skip = (): void => {
    patience.abort();
    patience = new AbortController();
  };
  const noUdp = ports.udpForbidden ? forbidden : null;
  const subjectOf = (target: DoctorTarget): Result<Subject> => {
    if (target.kind === 'address') {
      const address = normaliseAddress(target.address);
      return address === null
        ? err(badAddress)
        : ok({ told: { address, secure: isSecure(address), noUdp }, foreign: null });
    }
    const profile = ports.profiles().find(({ id }) => id === target.server);
    if (profile === undefined) return err(unknownServer);
    const { id, address, dialect } = profile;
    const told = { address, secure: isSecure(address), noUdp };
    return ok({ told, foreign: dialect === 'parley' ? null : id });
  };
  return {
    async begin(asked) {
      skip();
      const found = subjectOf(asked);
      if (!found.ok) return found;
      const subject = found.value;
      const kind = subject.foreign === null ? ('parley' as const) : ('other' as const);
      const target = { url: new URL(subject.told.address), kind };
      current = { subject, wire: createWireCheck({ ...ports, http }, target) };
      return ok(subject.told);
    },
    step: async (name) => current?.wire.step(name, patience.signal) ?? notBegun,
    names: async (hosts) => current?.wire.names(hosts, patience.signal) ?? notBegun,
    async tickets() {
      if (current === null) return { kind: 'failed', finding: notBegun };
      const { told, foreign } = current.subject;
      return foreign === null
        ? parleyTickets(checkVoice, ports.fetch, told.address)
        : foreignTickets(checkVoice, ports.connection(foreign));
    },
    async explain({ address, dialect }, error) {
      const url = URL.parse(address);
      if (url === null || !vague.includes(error.reason)) return error;
      return withFault(error, await findWayFault(ports, { url, kind: dialect === 'parley' ? 'parley' : 'other' }));
    },
    async fault(server, voice) {
      const profile = ports.profiles().find(({ id }) => id === server);
      const url = URL.parse(voice ?? profile?.address ?? '');
      if (url === null) return null;
      if (voice !== null) return findWayFault(ports, { url, kind: 'livekit' });
      return findWayFault(ports, { url, kind: profile?.dialect === 'parley' ? 'parley' : 'other' });
    },
    skip,
  };
}

/** What is looked at. `foreign`: the profile, where it is no Parley server. */
interface Subject {
  readonly told: DoctorSubject;
  readonly foreign: string | null;
}

const vague: readonly ParleyError['reason'][] = ['serverUnreachable', 'notThisServer', 'notParleyServer'];

const isSecure = (address: string): boolean => /^(?:https|wss):/i.test(address);
const forbidden = 'The administrator of this computer forbids UDP.';
const notBegun: StepFinding = { verdict: 'skipped', detail: 'No check was begun.' };
const badAddress: ParleyError = {
  code: 'invalid',
  reason: 'badAddress',
  message: 'The address is no http or https URL.',
};
const unknownServer: ParleyError = { code: 'notFound', message: 'There is no such server.' };
