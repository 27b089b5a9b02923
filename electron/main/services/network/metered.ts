import type { MessageBus } from 'dbus-native';
import type { Disposable } from '../disposable.ts';
import { createSettable, type Observable } from '../observable.ts';

const manager = 'org.freedesktop.NetworkManager';
const path = '/org/freedesktop/NetworkManager';
const properties = 'org.freedesktop.DBus.Properties';
/** ms; a bus that does not answer this fast tells nothing. */
const callLimit = 5_000;

/** Whether the system counts what its network carries; null where nobody can say. */
export interface MeteredNetwork extends Observable<boolean | null>, Disposable {}

/**
 * Asks NetworkManager over the system bus and follows it
 * (https://networkmanager.dev/docs/api/latest/gdbus-org.freedesktop.NetworkManager.html). @param bus address of the system bus; null: there is none
 */
export function watchMetered(ports: { readonly bus: string | null }): MeteredNetwork {
  const metered = createSettable<boolean | null>(null);
  let bus: MessageBus | null = null;
  let disposed = false;
  const end = (): void => {
    const open = bus;
    bus = null;
    metered.set(null);
    if (open !== null) void open.close().catch(() => undefined);
  };
  const start = async (busAddress: string): Promise<void> => {
    const { sessionBus } = await import('dbus-native');
    if (disposed) return;
    const opened = sessionBus({ busAddress, timeout: callLimit });
    bus = opened;
    opened.connection.on('error', end);
    opened.connection.on('end', end);
    const read = async (): Promise<void> => {
      const asked = { destination: manager, path, interface: properties, member: 'Get', signature: 'ss' };
      const value: unknown = await opened.invoke({ ...asked, body: [manager, 'Metered'] }, { timeout: callLimit });
      if (bus === opened) metered.set(readMetered(value));
    };
    opened.signals.on(opened.mangle(path, properties, 'PropertiesChanged'), () => void read().catch(end));
    await opened.watch(
      `type='signal',sender='${manager}',interface='${properties}',member='PropertiesChanged',path='${path}'`,
    );
    await read();
  };
  if (ports.bus !== null) {
    // No bus, or no NetworkManager on it: nothing can be said, and nothing is wrong.
    start(ports.bus).catch(() => end());
  }
  return {
    get: metered.get,
    onChanged: metered.onChanged,
    dispose() {
      disposed = true;
      end();
    },
  };
}

/** NMMetered: 1 and 3 are yes (said, guessed), 2 and 4 no, 0 is unknown. */
export function readMetered(value: unknown): boolean | null {
  const number = Array.isArray(value) ? Number(value.at(-1)) : Number(value);
  if (number === 1 || number === 3) return true;
  return number === 2 || number === 4 ? false : null;
}
