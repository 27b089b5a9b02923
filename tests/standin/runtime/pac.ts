import { createContext, runInContext } from 'node:vm';
import { notPlayed } from './notPlayed.ts';

/** What a proxy auto-configuration script may ask of the network, or of the clock: not played. */
const others = ['isInNet', 'isResolvable', 'dnsResolve', 'myIpAddress', 'weekdayRange', 'dateRange', 'timeRange'];

/** What a script answers for a URL; the pure ones of a script's functions are there. */
export function runPac(script: string, url: string): string {
  const { hostname } = new URL(url);
  const functions = {
    isPlainHostName: (host: string) => !host.includes('.'),
    dnsDomainIs: (host: string, domain: string) => host.endsWith(domain),
    localHostOrDomainIs: (host: string, name: string) => host === name || name.startsWith(`${host}.`),
    dnsDomainLevels: (host: string) => host.split('.').length - 1,
    shExpMatch: (text: string, pattern: string) =>
      new RegExp(
        `^${pattern
          .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      ).test(text),
    ...Object.fromEntries(
      others.map((name) => [
        name,
        () => {
          throw notPlayed(`${name} of a proxy script`);
        },
      ]),
    ),
  };
  const context = createContext(functions);
  runInContext(script, context, { timeout: 1_000 });
  return String(
    runInContext(`FindProxyForURL(${JSON.stringify(url)}, ${JSON.stringify(hostname)})`, context, { timeout: 1_000 }),
  );
}
