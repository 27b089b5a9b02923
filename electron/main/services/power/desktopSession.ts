import type { AbsenceChange } from '@parley/shared/absence';
import type { MessageBus } from 'dbus-native';
import { pid } from 'node:process';
import type { Disposable } from '../disposable.ts';
import { nextSession, quietSession, readSessionProperties, type SessionNews } from './sessionState.ts';

/** https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html */
const login = 'org.freedesktop.login1';
const loginSession = `${login}.Session`;
const properties = 'org.freedesktop.DBus.Properties';
const busName = 'org.freedesktop.DBus';
/** ms; a bus that does not answer this fast tells nothing. */
const callLimit = 5_000;

/**
 * Who tells by `ActiveChanged` that the screen is covered: the common interface (KDE, and lockers of their own), and those of
 * GNOME and its relatives, which leave it out. Each is its own interface and bus name.
 */
const savers = [
  { name: 'org.freedesktop.ScreenSaver', paths: ['/org/freedesktop/ScreenSaver', '/ScreenSaver'] },
  { name: 'org.gnome.ScreenSaver', paths: ['/org/gnome/ScreenSaver'] },
  { name: 'org.cinnamon.ScreenSaver', paths: ['/org/cinnamon/ScreenSaver'] },
  { name: 'org.mate.ScreenSaver', paths: ['/org/mate/ScreenSaver'] },
  { name: 'org.xfce.ScreenSaver', paths: ['/org/xfce/ScreenSaver'] },
] as const;

/**
 * Follows the lock of the screen and the switch to another session on Linux, where Electron tells neither. Who does not
 * answer, or ends, has nothing more to say.
 *
 * @param ports.system address of the system bus, for logind; null: none
 * @param ports.session address of the session bus, for screen savers; null: none
 */
export function watchDesktopSession(ports: {
  readonly system: string | null;
  readonly session: string | null;
  readonly onChange: (change: AbsenceChange) => void;
}): Disposable {
  let state = quietSession;
  let disposed = false;
  const open = new Set<MessageBus>();
  const hear = (news: SessionNews): void => {
    if (disposed) return;
    const next = nextSession(state, news);
    state = next.state;
    for (const change of next.changes) ports.onChange(change);
  };
  const follow = (address: string | null, begin: (bus: MessageBus) => Promise<void>, silent: () => void): void => {
    if (address === null) return;
    const start = async (): Promise<void> => {
      const { sessionBus } = await import('dbus-native');
      if (disposed) return;
      const bus = sessionBus({ busAddress: address, timeout: callLimit });
      open.add(bus);
      const end = (): void => {
        if (open.delete(bus)) silent();
        void bus.close().catch(() => undefined);
      };
      bus.connection.on('error', end);
      bus.connection.on('end', end);
      // Nothing of that kind on this bus: nothing can be said, and nothing is wrong.
      await begin(bus).catch(end);
    };
    void start().catch(() => undefined);
  };

  follow(
    ports.system,
    (bus) => followLogin(bus, hear),
    () => {
      hear({ kind: 'hint', locked: false });
      hear({ kind: 'active', active: true });
    },
  );
  follow(
    ports.session,
    (bus) => followSavers(bus, hear),
    () => {
      for (const name of state.savers) hear({ kind: 'saver', name, covers: false });
    },
  );
  return {
    dispose() {
      disposed = true;
      for (const bus of open) void bus.close().catch(() => undefined);
      open.clear();
    },
  };
}

async function followLogin(bus: MessageBus, hear: (news: SessionNews) => void): Promise<void> {
  const manager = { destination: login, path: '/org/freedesktop/login1', interface: `${login}.Manager` };
  const ask = (member: string, signature: string, body: readonly unknown[]): PromiseLike<unknown> =>
    bus.invoke({ ...manager, member, signature, body: [...body] });
  // `auto`: of a program that the user's own systemd started too, which is in no session itself. Older ones do not know it.
  const found: unknown = await Promise.resolve(ask('GetSession', 's', ['auto'])).catch(() =>
    ask('GetSessionByPID', 'u', [pid]),
  );
  if (typeof found !== 'string') throw new Error('logind knows no session of this program');
  bus.signals.on(bus.mangle(found, loginSession, 'Lock'), () => hear({ kind: 'lock' }));
  bus.signals.on(bus.mangle(found, loginSession, 'Unlock'), () => hear({ kind: 'unlock' }));
  bus.signals.on(bus.mangle(found, properties, 'PropertiesChanged'), ([of, changed]: readonly unknown[]) => {
    if (of === loginSession) for (const news of readSessionProperties(changed)) hear(news);
  });
  await bus.watch(`type='signal',sender='${login}',path='${found}'`);
  const call = { destination: login, path: found, interface: properties, member: 'GetAll' };
  const now: unknown = await bus.invoke({ ...call, signature: 's', body: [loginSession] });
  for (const news of readSessionProperties(now)) hear(news);
}

async function followSavers(bus: MessageBus, hear: (news: SessionNews) => void): Promise<void> {
  bus.signals.on(
    bus.mangle('/org/freedesktop/DBus', busName, 'NameOwnerChanged'),
    ([name, , owner]: readonly unknown[]) => {
      if (savers.some((saver) => saver.name === name) && owner === '') {
        hear({ kind: 'saver', name: String(name), covers: false });
      }
    },
  );
  await Promise.all(
    savers.map(async ({ name, paths }) => {
      for (const path of paths) {
        bus.signals.on(bus.mangle(path, name, 'ActiveChanged'), ([covers]: readonly unknown[]) => {
          if (typeof covers === 'boolean') hear({ kind: 'saver', name, covers });
        });
      }
      await bus.watch(`type='signal',sender='${name}',interface='${name}',member='ActiveChanged'`);
      await bus.watch(`type='signal',sender='${busName}',member='NameOwnerChanged',arg0='${name}'`);
      // Asked first: a call would start one that is not wanted.
      const asked = { destination: busName, path: '/org/freedesktop/DBus', interface: busName, member: 'NameHasOwner' };
      if ((await bus.invoke({ ...asked, signature: 's', body: [name] })) !== true) return;
      const call = { destination: name, path: paths[0], interface: name, member: 'GetActive' };
      const covers: unknown = await Promise.resolve(bus.invoke(call)).catch(() => false);
      if (covers === true) hear({ kind: 'saver', name, covers });
    }),
  );
}
