import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import { err, ok, type Result } from '@parley/shared/result';
import type { Backend, BackendConnection, DialectBackend, DialectBackends, Opened, SignedIn } from '../backend.ts';
import { artistSpace } from './artistSpace.ts';
import { createDirectBackend } from './direct.ts';
import { kraken } from './kraken.ts';
import { createTicketBackend, type TicketPorts } from './ticketBackend.ts';
import { token } from './token.ts';
import { webchat } from './webchat.ts';

/** One adapter a dialect. @param parley the adapter of Parley server */
export const createDialectBackends = (ports: TicketPorts, parley: Backend): DialectBackends => ({
  parley: asDialect(parley),
  webchat: createTicketBackend(ports, webchat),
  kraken: createTicketBackend(ports, kraken),
  token: createTicketBackend(ports, token),
  'artist-space': createTicketBackend(ports, artistSpace),
  direct: createDirectBackend(ports),
});

function asDialect(parley: Backend): DialectBackend<'parley'> {
  const opened = (answer: Result<SignedIn & { readonly connection: BackendConnection }>): Result<Opened> =>
    answer.ok
      ? ok({
          ...answer.value,
          connection: { ...answer.value.connection, adopt: () => undefined, ownRoom: null, createRoom: null },
        })
      : answer;
  return {
    dialect: 'parley',
    capabilities: capabilities.parley,
    async signIn({ address }, proof, events, cancel) {
      switch (proof.kind) {
        case 'password':
          return opened(await parley.signIn(address, proof.login, proof.password, events));
        case 'invitation': {
          const { kind: _kind, ...signUp } = proof;
          return opened(await parley.signUp(address, signUp, events));
        }
        case 'guest': {
          const { kind: _kind, ...guest } = proof;
          return opened(await parley.becomeGuest(address, guest, events));
        }
        case 'browser':
          return opened(await parley.signInByBrowser(address, events, cancel));
        case 'bearer':
          return err({ code: 'invalid', message: 'A Parley server takes no token.' });
      }
    },
    resume: async ({ address }, credential, events) => opened(await parley.resume(address, credential, events)),
    offer: ({ address }) => parley.offer(address),
    resetPassword: ({ address }, reset) => parley.resetPassword(address, reset),
  };
}
