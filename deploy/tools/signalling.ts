import { SignalResponse } from '@livekit/protocol';
import WebSocket from 'ws';

/** What LiveKit tells a client that joins: how media may reach it. */
export interface Offered {
  /** LiveKit's version. */
  readonly version: string;
  readonly candidates: readonly Candidate[];
  readonly turn: readonly TurnServer[];
}

export interface Candidate {
  readonly protocol: 'udp' | 'tcp';
  readonly address: string;
  readonly port: number;
}

export interface TurnServer {
  readonly url: string;
  readonly username: string;
  readonly credential: string;
}

/** Candidates come one after the other; when none came for this long, these were all, ms. */
const quiet = 700;
const limit = 8_000;

/**
 * Joins by the signalling alone (LiveKit's protocol 9, in which the server offers), hears what is offered, and leaves. Rejects with the cause
 * where that is not to be had.
 */
export function askSignalling(url: string, token: string): Promise<Offered> {
  return new Promise((resolve, reject) => {
    const address = new URL(`${url.replace(/^http/, 'ws').replace(/\/$/, '')}/rtc`);
    address.search = new URLSearchParams({
      access_token: token,
      protocol: '9',
      auto_subscribe: '0',
      sdk: 'js',
    }).toString();
    const socket = new WebSocket(address, { handshakeTimeout: limit });
    const candidates = new Map<string, Candidate>();
    let join: Pick<Offered, 'version' | 'turn'> | null = null;
    const end = (error: Error | null): void => {
      clearTimeout(timer);
      socket.terminate();
      if (join === null) reject(error ?? new Error('LiveKit said nothing'));
      else resolve({ ...join, candidates: [...candidates.values()] });
    };
    let timer = setTimeout(() => end(new Error('LiveKit said nothing')), limit);
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end(null), quiet);
    };
    const take = (line: string): void => {
      const candidate = readCandidate(line);
      if (candidate !== null) candidates.set(line, candidate);
    };
    socket.on('message', (data: Buffer) => {
      const { message } = SignalResponse.fromBinary(new Uint8Array(data));
      if (message.case === 'join') {
        const turn = message.value.iceServers.flatMap(({ urls, username, credential }) =>
          urls.filter((one) => /^turns?:/.test(one)).map((one) => ({ url: one, username, credential })),
        );
        join = { version: message.value.serverInfo?.version ?? '', turn };
      } else if (message.case === 'offer') {
        for (const line of message.value.sdp.split(/\r?\n/)) take(line);
      } else if (message.case === 'trickle') {
        take((JSON.parse(message.value.candidateInit) as { candidate?: string }).candidate ?? '');
      } else return;
      wait();
    });
    socket.on('unexpected-response', (_request, { statusCode = 0 }) =>
      end(new Error(statusCode === 401 ? 'LiveKit does not know this key (401)' : `answered with ${statusCode}`)),
    );
    socket.on('error', (error) => end(error));
    socket.on('close', () => end(new Error('the connection was closed')));
  });
}

/** RFC 8839 §5.1; null for any other line. */
export function readCandidate(line: string): Candidate | null {
  const match = /^(?:a=)?candidate:\S+ \d+ (udp|tcp) \d+ (\S+) (\d+) typ host/i.exec(line);
  if (match === null) return null;
  const [, protocol = '', address = '', port = ''] = match;
  return { protocol: protocol.toLowerCase() === 'udp' ? 'udp' : 'tcp', address, port: Number(port) };
}
