import { normaliseAddress } from '@parley/shared/backends/address';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { notThisServer } from '@parley/shared/backends/dialects/refusal';
import type { WireStep } from '@parley/shared/doctor/networkCheck';
import type { StepFinding } from '@parley/shared/doctor/steps';
import type { ParleyError } from '@parley/shared/errors';
import type { DoctorSubject, DoctorTarget, DoctorTickets } from '@parley/shared/ipc/contract';
import { err, ok, type Result } from '@parley/shared/result';
import { createHttpClient, type Fetch } from '../backends/httpClient.ts';
import { foreignTickets, parleyTickets, type CheckedConnection } from './checkTickets.ts';
import type { DialPorts } from './dial.ts';
import { createWireCheck, type WireCheck } from './networkCheck.ts';

/** Main's part of the network doctor: one check at a time, about one server. Nothing of it is kept. */
export interface NetworkDoctor {
  /** `notFound` for an id that no profile has, `badAddress` for what is no address. */
  begin(target: DoctorTarget): Promise<Result<DoctorSubject>>;
  /** Before `begin` every step is skipped. */
  step(name: WireStep): Promise<StepFinding>;
  names(hosts: readonly string[]): Promise<StepFinding>;
  tickets(): Promise<DoctorTickets>;
  /** An error that only says that a server did not answer as one, with the cause in its place where the way there shows it. */
  explain(profile: DialectProfile, error: ParleyError): Promise<ParleyError>;
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
      const target = { url: new URL(subject.told.address), parley: subject.foreign === null };
      current = { subject, wire: createWireCheck({ ...ports, http }, target) };
      return ok(subject.told);
    },
    step: async (name) => current?.wire.step(name, patience.signal) ?? notBegun,
    names: async (hosts) => current?.wire.names(hosts, patience.signal) ?? notBegun,
    async tickets() {
      if (current === null) return { kind: 'failed', finding: notBegun };
      const { told, foreign } = current.subject;
      return foreign === null
        ? parleyTickets(http, ports.fetch, told.address)
        : foreignTickets(http, ports.connection(foreign));
    },
    async explain({ address, dialect }, error) {
      const url = URL.parse(address);
      if (url === null || !vague.includes(error.reason)) return error;
      const wire = createWireCheck({ ...ports, http, limits: hasty }, { url, parley: dialect === 'parley' });
      for (const name of ['proxy', 'name', 'tcp', 'tls', 'answer'] as const) {
        const { verdict, detail, facts } = await wire.step(name, new AbortController().signal);
        const cause = facts?.cause;
        // These two say no more than the error does.
        if (verdict !== 'failed' || cause === undefined || cause === 'otherServer' || cause === 'noAnswer') continue;
        return { ...error, reason: cause, message: `${error.message} ${detail}` };
      }
      return error;
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
/** Somebody waits at the sign-in, ms. */
const hasty = { step: 3_000, name: 5_000 };

const isSecure = (address: string): boolean => /^(?:https|wss):/i.test(address);
const forbidden = 'The administrator of this computer forbids UDP.';
const notBegun: StepFinding = { verdict: 'skipped', detail: 'No check was begun.' };
const badAddress: ParleyError = {
  code: 'invalid',
  reason: 'badAddress',
  message: 'The address is no http or https URL.',
};
const unknownServer: ParleyError = { code: 'notFound', message: 'There is no such server.' };
