import type { DialectRequest } from '@parley/shared/backends/dialects/requests';
import type { ParleyError } from '@parley/shared/errors';
import { err, ok, type Result } from '@parley/shared/result';
import type { BackendEvents } from '../backend.ts';
import type { HttpAnswer } from '../httpClient.ts';
import {
  credentialOf,
  renewable,
  renewBearer,
  sessionExpired,
  type HeldBearer,
  type SourcePorts,
} from './heldBearer.ts';

/** Sends a dialect's requests with a bearer that is renewed where its source can do that. */
export interface BearerSession {
  /** A 401 renews the bearer and tries once more; a second one ends the session and asks the person. */
  send(request: DialectRequest): Promise<Result<HttpAnswer>>;
  held(): HeldBearer;
  /** From now on `events` are told; until then the caller hears everything by what `send` returns. */
  announce(events: BackendEvents): void;
  dispose(): void;
}

export function createBearerSession(ports: SourcePorts, first: HeldBearer): BearerSession {
  const { http, source } = ports;
  let held = first;
  let listener: BackendEvents | null = null;
  let renewal: Promise<Result<HeldBearer>> | null = null;
  let ended: ParleyError | null = null;

  const end = (): ParleyError => {
    if (ended !== null) return ended;
    ended = source.kind === 'pasted' ? tokenExpired : sessionExpired;
    listener?.expired(ended);
    return ended;
  };
  // One renewal at a time: a refresh token may be good for one use only.
  const renew = (refused: string): Promise<Result<HeldBearer>> => {
    if (renewal !== null) return renewal;
    if (held.bearer !== refused) return Promise.resolve(ok(held));
    const { refreshToken } = held;
    if (refreshToken === null || !renewable(source)) return Promise.resolve(err(end()));
    renewal = (async () => {
      const answer = await renewBearer(ports, refreshToken);
      renewal = null;
      if (!answer.ok) return answer.error.code === 'unauthorised' ? err(end()) : answer;
      held = answer.value;
      if (held.refreshToken !== refreshToken) listener?.credentialChanged(credentialOf(source, held));
      return answer;
    })();
    return renewal;
  };

  return {
    async send(request) {
      if (ended !== null) return err(ended);
      // Saves the round trip. A renewal that cannot be had now leaves the old bearer, which may do yet.
      if (held.lapses !== null && held.lapses <= ports.now() && held.refreshToken !== null) {
        const renewed = await renew(held.bearer);
        if (!renewed.ok && renewed.error.code === 'unauthorised') return renewed;
      }
      const { bearer } = held;
      const answer = await http({ ...request, bearer });
      if (!answer.ok || answer.value.status !== 401) return answer;
      const renewed = await renew(bearer);
      if (!renewed.ok) return renewed;
      const again = await http({ ...request, bearer: renewed.value.bearer });
      return again.ok && again.value.status === 401 ? err(end()) : again;
    },
    held: () => held,
    announce(events) {
      listener = events;
    },
    dispose() {
      listener = null;
    },
  };
}

const tokenExpired: ParleyError = {
  code: 'unauthorised',
  reason: 'tokenExpired',
  message: 'The server does not accept the token.',
};
