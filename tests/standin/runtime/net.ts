import { chromiumFetch } from './chromiumFetch.ts';
import { strict } from './notPlayed.ts';

export const net = strict('net', { fetch: chromiumFetch });
