import { spawn, type ChildProcess } from 'node:child_process';
import { defineInterface, sessionBus, Variant, type HandlerContext } from 'dbus-native';

/**
 * A double of the GlobalShortcuts portal on a private bus (a real `dbus-daemon`): it answers as the specification says,
 * and a test plays the desktop's part, which is the person's answer and the keys.
 */
export interface PortalDouble {
  /** Value of `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string;
  /** What was asked for with BindShortcuts. */
  bound(): { readonly id: string; readonly description: unknown; readonly trigger: unknown } | null;
  activate(): void;
  deactivate(): void;
  /** Edges of a session that is not ours. */
  activateElsewhere(): void;
  closeSession(): void;
  /** The person takes the key away in the desktop's settings. */
  takeAway(): void;
  /** The portal's process ends; the bus stays. */
  die(): Promise<void>;
  stop(): Promise<void>;
}

/** `declines`: the person says no; `gives nothing`: yes, but to no key; `is absent`: no such portal on the bus. */
export type Desktop = 'agrees' | 'declines' | 'gives nothing' | 'is absent';

const path = '/org/freedesktop/portal/desktop';
const name = 'org.freedesktop.portal.Desktop';

export async function startPortal(desktop: Desktop): Promise<PortalDouble> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(daemon);
  const bus = sessionBus({ busAddress: address });
  let session = '';
  let bound: ReturnType<PortalDouble['bound']> = null;

  const shortcuts = defineInterface({
    name: 'org.freedesktop.portal.GlobalShortcuts',
    properties: { version: { type: 'u', access: 'read', value: 2 } },
    methods: {
      CreateSession: {
        in: { options: 'a{sv}' },
        out: { handle: 'o' },
        handler({ options }: { options: Record<string, string> }, { sender = '' }: HandlerContext) {
          const place = sender.slice(1).replaceAll('.', '_');
          session = `${path}/session/${place}/${options['session_handle_token']}`;
          return respond(place, options, 0, { session_handle: new Variant('s', session) });
        },
      },
      BindShortcuts: {
        in: { session_handle: 'o', shortcuts: 'a(sa{sv})', parent_window: 's', options: 'a{sv}' },
        out: { request_handle: 'o' },
        handler(
          asked: { shortcuts: [string, Record<string, unknown>][]; options: Record<string, string> },
          { sender = '' }: HandlerContext,
        ) {
          const [id, wish] = asked.shortcuts[0] ?? ['', {}];
          bound = { id, description: wish['description'], trigger: wish['preferred_trigger'] };
          const place = sender.slice(1).replaceAll('.', '_');
          if (desktop === 'declines') return respond(place, asked.options, 1, {});
          const given =
            desktop === 'agrees' ? [[id, { trigger_description: new Variant('s', 'F13, says the desktop') }]] : [];
          return respond(place, asked.options, 0, { shortcuts: new Variant('a(sa{sv})', given) });
        },
      },
    },
    signals: {
      Activated: { args: { session: 'o', id: 's', timestamp: 't', options: 'a{sv}' } },
      Deactivated: { args: { session: 'o', id: 's', timestamp: 't', options: 'a{sv}' } },
      ShortcutsChanged: { args: { session: 'o', shortcuts: 'a(sa{sv})' } },
    },
  });
  const respond = (place: string, options: Record<string, string>, code: number, results: object): string => {
    const handle = `${path}/request/${place}/${options['handle_token']}`;
    // After the answer to the call itself, as a portal does.
    setTimeout(
      () => bus.sendSignal(handle, 'org.freedesktop.portal.Request', 'Response', 'ua{sv}', [code, results]),
      5,
    );
    return handle;
  };
  if (desktop !== 'is absent') {
    await bus.export(path, shortcuts);
    await bus.ownName(name);
  }
  let time = 2n ** 53n;
  const edge = (signal: 'Activated' | 'Deactivated', of = session): void => {
    // Beyond what a double can count: timestamps are 64 bits wide.
    time += 1n;
    shortcuts.emit[signal]?.(of, 'talk', time, {});
  };
  return {
    address,
    bound: () => bound,
    activate: () => edge('Activated'),
    deactivate: () => edge('Deactivated'),
    activateElsewhere: () => edge('Activated', `${path}/session/other/other`),
    closeSession: () => bus.sendSignal(session, 'org.freedesktop.portal.Session', 'Closed', 'a{sv}', [{}]),
    takeAway: () => shortcuts.emit['ShortcutsChanged']?.(session, []),
    die: () => bus.close(),
    async stop() {
      await bus.close().catch(() => undefined);
      daemon.kill();
    },
  };
}

const firstLine = (daemon: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    daemon.once('error', reject);
    daemon.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()));
  });
