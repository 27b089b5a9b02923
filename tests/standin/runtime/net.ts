import { strict } from './notPlayed.ts';

/**
 * `net.fetch` by Node: methods, headers, bodies, redirects and time limits are real, Chromium's proxy and certificate
 * rules are not (README, "What it cannot show").
 */
export const net = strict('net', {
  fetch: (input: string | Request, init?: RequestInit): Promise<Response> => fetch(input, init),
  isOnline: () => true,
});
