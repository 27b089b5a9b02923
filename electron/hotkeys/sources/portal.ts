import { err, ok } from '@parley/shared/result';
import type * as DBus from 'dbus-native';
import type { MessageBus } from 'dbus-native';
import type { Source, SourceFailure } from './source.ts';

/**
 * The GlobalShortcuts portal (https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html),
 * spoken directly because Electron's own use of it hears no release. The desktop owns the key: Parley learns the edges of
 * one named shortcut, and which key it is only in the desktop's own words.
 */
const desktop = 'org.freedesktop.portal.Desktop';
const desktopPath = '/org/freedesktop/portal/desktop';
const shortcuts = 'org.freedesktop.portal.GlobalShortcuts';
const shortcutId = 'talk';

/** ms; a portal that does not answer this fast is none. */
const callLimit = 5_000;
/** ms; the desktop asks the person. */
const bindLimit = 120_000;

export function createPortalSource(ports: {
  /** Value of `DBUS_SESSION_BUS_ADDRESS`. */
  readonly bus: string | undefined;
  /** The reverse-DNS name of the desktop file: newer portals refuse programs that they do not know. */
  readonly appId: string;
  /** What the desktop shows the person. */
  readonly description: string;
  /** A key in the words of the XDG shortcuts specification, or empty. */
  readonly preferredTrigger: string;
}): Source {
  let bus: MessageBus | null = null;
  let started = false;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    const open = bus;
    bus = null;
    // A closed connection ends the session; the portal needs no goodbye.
    if (open !== null) void open.close().catch(() => undefined);
  };
  return {
    name: 'portal',
    // Which keys it takes is for the desktop to say, and its own dialog shows.
    capabilities: { pressRelease: true, mouse: false, loneModifier: false, systemOwned: true, physicalState: false },
    async start(listener, lost) {
      const absent = (message: string): SourceFailure => ({ cause: 'wayland', message });
      const refused = (message: string): SourceFailure => ({ cause: 'portalRefused', message });
      if (!ports.bus) return err(absent('there is no session bus'));
      try {
        // Only where there is a portal to speak to; timestamps are 64 bits wide.
        const library = await import('dbus-native');
        bus = library.sessionBus({ busAddress: ports.bus, timeout: callLimit });
        const end = (failure: SourceFailure): void => {
          // What goes wrong on the way is the failure of the start, not the loss of a source.
          if (stopped || !started) return;
          stop();
          lost(failure);
        };
        bus.connection.on('error', () => end(absent('the session bus failed')));
        bus.connection.on('end', () => end(absent('the session bus went away')));
        const portal = portalOf(bus, library);
        await portal.register(ports.appId);
        await portal.version();
        const session = await portal.createSession();
        if (session === null) {
          stop();
          return err(refused('the portal opened no session'));
        }
        const talk = { kind: 'named', action: 'talk', source: 'portal' } as const;
        await portal.onSignal(shortcuts, 'Activated', desktopPath, ([own, id]) => {
          if (own === session && id === shortcutId) listener({ kind: 'press', control: talk, modifiers: [] });
        });
        await portal.onSignal(shortcuts, 'Deactivated', desktopPath, ([own, id]) => {
          if (own === session && id === shortcutId) listener({ kind: 'release', control: talk });
        });
        await portal.onSignal(shortcuts, 'ShortcutsChanged', desktopPath, ([own, list]) => {
          // Taken away while it may be held: its release will not come. Another key starts anew as well.
          if (own === session && triggerOf(list) === null) end(refused('the shortcut was taken away'));
        });
        await portal.onSignal('org.freedesktop.portal.Session', 'Closed', session, () =>
          end(refused('the session was closed')),
        );
        await portal.onOwnerLost(() => end(absent('the portal ended')));
        const bound = await portal.bind(session, ports.description, ports.preferredTrigger);
        if (bound === null) {
          stop();
          return err(refused('the desktop gave no key'));
        }
        started = true;
        return ok(bound);
      } catch (thrown) {
        stop();
        return err(absent(thrown instanceof Error ? thrown.message : 'the portal does not answer'));
      }
    },
    stop,
  };
}

/** The key of our shortcut in an `a(sa{sv})`, in the desktop's words; null when the shortcut is not in it. */
function triggerOf(list: unknown): string | null {
  if (!Array.isArray(list)) return null;
  for (const entry of list) {
    if (!Array.isArray(entry) || entry[0] !== shortcutId) continue;
    const trigger: unknown = Reflect.get(Object(entry[1]), 'trigger_description');
    return typeof trigger === 'string' ? trigger : '';
  }
  return null;
}

function portalOf(bus: MessageBus, { Variant }: typeof DBus) {
  const text = (value: string) => new Variant('s', value);
  const call = (member: string, signature: string, body: unknown[], timeout = callLimit): PromiseLike<unknown> =>
    bus.invoke({ destination: desktop, path: desktopPath, interface: shortcuts, member, signature, body }, { timeout });
  const onSignal = async (
    iface: string,
    member: string,
    path: string,
    listener: (values: readonly unknown[]) => void,
  ): Promise<void> => {
    bus.signals.on(bus.mangle(path, iface, member), (values: readonly unknown[]) => listener(values));
    await bus.watch(`type='signal',sender='${desktop}',interface='${iface}',member='${member}',path='${path}'`);
  };
  let counter = 0;
  /** Calls a method that answers by a `Request`: its results, or null when it was declined (Request::Response). */
  const request = async (
    member: string,
    signature: string,
    body: (token: string) => unknown[],
    limit: number,
  ): Promise<object | null> => {
    counter += 1;
    const token = `parley${process.pid}_${counter}`;
    const sender = (bus.name ?? '').slice(1).replaceAll('.', '_');
    // Known before the call, so that no answer is missed.
    const path = `${desktopPath}/request/${sender}/${token}`;
    const answer = new Promise<readonly unknown[]>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the portal left ${member} unanswered`)), limit);
      timer.unref();
      onSignal('org.freedesktop.portal.Request', 'Response', path, (values) => {
        clearTimeout(timer);
        resolve(values);
      }).catch(reject);
    });
    await call(member, signature, body(token), limit);
    const [code, results] = await answer;
    return code === 0 ? Object(results) : null;
  };
  return {
    onSignal,
    async onOwnerLost(listener: () => void) {
      bus.signals.on(
        bus.mangle('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameOwnerChanged'),
        ([name, , owner]: readonly unknown[]) => name === desktop && owner === '' && listener(),
      );
      await bus.watch(
        `type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${desktop}'`,
      );
    },
    /** Tells the portal who we are; portals without the registry know it otherwise, or not at all. */
    async register(appId: string) {
      await bus
        .invoke({
          destination: desktop,
          path: desktopPath,
          interface: 'org.freedesktop.host.portal.Registry',
          member: 'Register',
          signature: 'sa{sv}',
          body: [appId, {}],
        })
        .then(undefined, () => undefined);
    },
    /** Fails where there is no such portal. */
    async version() {
      await bus.invoke({
        destination: desktop,
        path: desktopPath,
        interface: 'org.freedesktop.DBus.Properties',
        member: 'Get',
        signature: 'ss',
        body: [shortcuts, 'version'],
      });
    },
    async createSession(): Promise<string | null> {
      const results = await request(
        'CreateSession',
        'a{sv}',
        (token) => [{ handle_token: text(token), session_handle_token: text(token) }],
        callLimit,
      );
      const handle: unknown = results === null ? null : Reflect.get(results, 'session_handle');
      return typeof handle === 'string' ? handle : null;
    },
    /** The key that the desktop gave, in its words; null when it gave none. */
    async bind(session: string, description: string, trigger: string): Promise<string | null> {
      const wish = trigger === '' ? {} : { preferred_trigger: text(trigger) };
      const results = await request(
        'BindShortcuts',
        'oa(sa{sv})sa{sv}',
        (token) => [
          session,
          [[shortcutId, { description: text(description), ...wish }]],
          '',
          { handle_token: text(token) },
        ],
        bindLimit,
      );
      return results === null ? null : triggerOf(Reflect.get(results, 'shortcuts'));
    },
  };
}
