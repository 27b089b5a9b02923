import { chromiumFetch } from './chromiumFetch.ts';
import { ClientRequest, type RequestOptions } from './clientRequest.ts';
import { strict } from './notPlayed.ts';

export const net = strict('net', {
  fetch: (input: string | Request, init?: RequestInit) => chromiumFetch(input, init),
  request: (options: RequestOptions) => new ClientRequest(options),
});
