import type { JoinTicket } from '@parley/shared/backends/channel';
import type { DialectProfile } from '@parley/shared/backends/dialects/profile';
import { planServerTest, type ServerTestStep } from '@parley/shared/doctor/serverTest';
import { runSteps, type StepFinding, type StepReport } from '@parley/shared/doctor/steps';
import type { ParleyError } from '@parley/shared/errors';
import type { Result } from '@parley/shared/result';
import type { DialectConnection } from '../backend.ts';
import type { HttpClient } from '../httpClient.ts';
import { checkLiveKit } from '../liveKitCheck.ts';
import { withFault, type WayFault } from '../../network/wayFault.ts';
import type { NetworkPorts } from './network.ts';

export interface ServerTestPorts extends NetworkPorts {
  readonly http: HttpClient;
  /** What stands in the way to a voice server; null where nothing does that could be named. Never rejects. */
  readonly voiceFault: (url: URL) => Promise<WayFault | null>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export interface ServerTest {
  readonly profile: DialectProfile;
  /** A connection to test with: the one that is there, or a new one, which the caller ends afterwards. */
  readonly connect: () => Promise<Result<DialectConnection>>;
  /** What was typed or is in the vault; never to be seen in a detail. */
  readonly secrets: readonly string[];
  /** Ends the test in the middle of a step: that one and the rest are skipped. */
  readonly signal?: AbortSignal;
  readonly onReport?: (report: StepReport<ServerTestStep>) => void;
}

/** How long a list of channels may take after the sign-in, ms. */
const listPatience = 5_000;

/** "Test this server": each step with its verdict (`shared/doctor`). Never rejects. */
export function testServer(ports: ServerTestPorts, test: ServerTest): Promise<readonly StepReport<ServerTestStep>[]> {
  const { profile } = test;
  const address = URL.parse(profile.address);
  const host = address?.hostname.replace(/^\[|\]$/g, '') ?? '';
  const port = Number(address?.port === '' ? 443 : address?.port);
  let connection: DialectConnection | null = null;
  let ticket: JoinTicket | null = null;

  const takeTicket = async (from: DialectConnection): Promise<StepFinding> => {
    const channelId = await firstVoiceChannel(from);
    if (channelId === null) return { verdict: 'skipped', detail: 'There is no channel to ask for.' };
    const answer = await from.join(channelId, 'test');
    if (!answer.ok) return failed(answer.error);
    ticket = answer.value;
    const life = ticket.expiresIn === undefined ? '' : `, good for ${ticket.expiresIn} s`;
    return { verdict: 'ok', detail: `A ticket for the room ${ticket.room}${life}.` };
  };
  const run = async (name: ServerTestStep): Promise<StepFinding> => {
    switch (name) {
      case 'address': {
        const found = await ports.lookup(host);
        return found.ok ? { verdict: 'ok', detail: `${host}: ${found.value.join(', ')}` } : failed(found.error);
      }
      case 'tls': {
        const shaken = await ports.handshake(host, port);
        return shaken.ok ? { verdict: 'ok', detail: shaken.value } : failed(shaken.error);
      }
      case 'http': {
        const url = profile.address.replace(/^ws/i, 'http');
        const answer = await ports.http({ method: 'GET', url: `${url}/` });
        // A web page that leads elsewhere, or is large, is an answer, too: what counts comes with the sign-in.
        if (!answer.ok && answer.error.reason !== 'notThisServer') return failed(answer.error);
        return { verdict: 'ok', detail: answer.ok ? `HTTP status ${answer.value.status}.` : 'Something answers.' };
      }
      case 'signIn': {
        const opened = await test.connect();
        if (!opened.ok) return failed(opened.error);
        connection = opened.value;
        // The only channel of `direct` is in the token itself.
        if (profile.dialect === 'direct') await takeTicket(connection);
        return { verdict: 'ok', detail: 'The server accepts the account.' };
      }
      case 'ticket':
        return connection === null ? { verdict: 'skipped', detail: 'Nobody is signed in.' } : takeTicket(connection);
      case 'livekit': {
        if (ticket === null) return { verdict: 'skipped', detail: 'There is no ticket.' };
        const { url } = ticket;
        const checked = await checkLiveKit(ports.http, ticket);
        if (!checked.ok && checked.error.reason === 'ticketRefused') return failed(checked.error);
        // A request that gets through is not yet a WebSocket.
        const parsed = URL.parse(url);
        const fault = parsed === null ? null : await ports.voiceFault(parsed);
        if (!checked.ok) return failed(withFault(checked.error, fault));
        return fault === null
          ? { verdict: 'ok', detail: `${url} accepts the ticket.` }
          : failed(withFault(noSignalling, fault));
      }
    }
  };
  const { signal } = test;
  const stopped = Promise.withResolvers<StepFinding>();
  const stop = (): void => stopped.resolve({ verdict: 'skipped', detail: 'Stopped.' });
  signal?.addEventListener('abort', stop, { once: true });
  // What a step still does then has limits of its own; nobody waits for it.
  const stoppable = (name: ServerTestStep): Promise<StepFinding> => Promise.race([run(name), stopped.promise]);
  return runSteps(planServerTest(profile), stoppable, {
    now: ports.now,
    secrets: test.secrets,
    ...(signal === undefined ? {} : { signal }),
    ...(test.onReport === undefined ? {} : { onReport: test.onReport }),
  });
}

const noSignalling: ParleyError = {
  code: 'unavailable',
  reason: 'voiceServerDown',
  message: 'LiveKit accepts the ticket, and is not reached by its WebSocket.',
};

const failed = ({ message, reason }: ParleyError): StepFinding => ({
  verdict: 'failed',
  detail: message,
  ...(reason === undefined ? {} : { reason }),
});

/** A list that comes over an event stream is waited for. */
async function firstVoiceChannel({ channels }: DialectConnection): Promise<string | null> {
  const first = (): string | undefined => channels.get().channels.find(({ kind }) => kind === 'voice')?.id;
  if (first() === undefined && channels.get().link === 'connecting') {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(done, listPatience);
      const stop = channels.onChanged(({ link }) => {
        if (link !== 'connecting') done();
      });
    });
  }
  return first() ?? null;
}
