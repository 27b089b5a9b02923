import type { DialectProfile } from '../backends/dialects/profile.ts';
import type { PlannedStep } from './steps.ts';

/** The steps of "Test this server", in the order in which they are shown. */
export const serverTestSteps = [
  /** The name has an address. */
  'address',
  /** A TLS handshake with a certificate for that name. */
  'tls',
  /** Something answers in HTTP. */
  'http',
  /** The sign-in or the stored token is accepted. */
  'signIn',
  /** A ticket for a channel. */
  'ticket',
  /** The LiveKit server that the ticket names answers, and accepts it. */
  'livekit',
] as const;
export type ServerTestStep = (typeof serverTestSteps)[number];

/**
 * Which steps a profile has. Behind a proxy a name may have no address here and still be reached, so HTTP is tried in any
 * case, by the way that the program itself takes.
 */
export function planServerTest(profile: DialectProfile): readonly PlannedStep<ServerTestStep>[] {
  const secure = /^(?:https|wss):/i.test(profile.address);
  const direct = profile.dialect === 'direct';
  const planned: Record<ServerTestStep, Omit<PlannedStep<ServerTestStep>, 'name'>> = {
    address: { needs: [], omitted: null },
    tls: { needs: ['address'], omitted: secure ? null : 'The address is not encrypted (http or ws).' },
    http: { needs: [], omitted: null },
    signIn: { needs: ['http'], omitted: null },
    ticket: { needs: ['signIn'], omitted: direct ? 'The pasted token is the ticket.' : null },
    livekit: { needs: [direct ? 'signIn' : 'ticket'], omitted: null },
  };
  return serverTestSteps.map((name) => ({ name, ...planned[name] }));
}
