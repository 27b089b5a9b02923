import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createSettable } from '../observable.ts';
import type { MeteredNetwork } from './metered.ts';

/** PowerShell takes a second or two to start on a machine that has other work, ms. */
const queryLimit = 15_000;

/**
 * What Windows says that its network costs: `NetworkCostType`, then whether the connection roams and whether it is over its limit
 * (https://learn.microsoft.com/uwp/api/windows.networking.connectivity.connectioncost). Windows PowerShell can ask it without
 * anything native of ours; it is part of Windows, unlike PowerShell 7, which cannot.
 */
const script = [
  "$ErrorActionPreference = 'Stop'",
  '$information = [Windows.Networking.Connectivity.NetworkInformation, Windows, ContentType = WindowsRuntime]',
  '$profile = $information::GetInternetConnectionProfile()',
  "if ($null -eq $profile) { 'None' } else {",
  '$cost = $profile.GetConnectionCost()',
  "'{0} {1} {2}' -f $cost.NetworkCostType, $cost.Roaming, $cost.OverDataLimit }",
].join('\n');

/** The script's one line; rejects where there is none within the limit. @param program Windows PowerShell */
export async function askConnectionCost(program: string): Promise<string> {
  const words = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script];
  const { stdout } = await promisify(execFile)(program, words, { timeout: queryLimit, windowsHide: true });
  return stdout;
}

/** Null for what is unknown, without a network, and for anything else than the script's line. */
export function readConnectionCost(line: string): boolean | null {
  const match = /^(Unrestricted|Fixed|Variable|Unknown|None)(?: (True|False) (True|False))?$/.exec(line.trim());
  if (match === null) return null;
  const [, type, roaming, over] = match;
  if (roaming === 'True' || over === 'True' || type === 'Fixed' || type === 'Variable') return true;
  return type === 'Unrestricted' ? false : null;
}

/**
 * Asks at the beginning and whenever the machine has another network, while somebody wants to know.
 *
 * @param ports.every calls at intervals, without holding the program; returns what ends that
 * @param ports.network what tells the network of this moment from others (`describeNetwork`); null without any
 */
export function watchConnectionCost(ports: {
  readonly ask: () => Promise<string>;
  readonly network: () => string | null;
  readonly wanted: () => boolean;
  readonly every: (work: () => void) => () => void;
}): MeteredNetwork {
  const metered = createSettable<boolean | null>(null);
  let known: string | null = null;
  const look = (): void => {
    if (!ports.wanted()) return;
    const network = ports.network();
    if (network === known) return;
    known = network;
    metered.set(null);
    if (network === null) return;
    const tell = (value: boolean | null): void => {
      // Of the network before nobody wants to know any more.
      if (known === network) metered.set(value);
    };
    ports.ask().then(
      (line) => tell(readConnectionCost(line)),
      () => tell(null),
    );
  };
  look();
  const stop = ports.every(look);
  return {
    get: metered.get,
    onChanged: metered.onChanged,
    dispose() {
      stop();
      known = null;
    },
  };
}
