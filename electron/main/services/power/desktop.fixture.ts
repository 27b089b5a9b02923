import { spawn } from 'node:child_process';
import { defineInterface, sessionBus } from 'dbus-native';

/**
 * Doubles of logind and of GNOME's screen saver on one private bus (a real `dbus-daemon`): they answer and tell as their
 * documentation says, and a test plays the person at the lock.
 */
export interface DesktopDouble {
  /** Value of `DBUS_SESSION_BUS_ADDRESS` and of `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string;
  /** `loginctl lock-session` and `unlock-session`: what logind asks of the session's own locker. */
  askToLock(locked: boolean): void;
  /** What a locker tells logind. */
  hint(locked: boolean): void;
  cover(covered: boolean): void;
  /** Whether this session is the one that is shown. */
  show(shown: boolean): void;
  /** The screen saver's process ends while it covers the screen; the bus stays. */
  endSaver(): Promise<void>;
  stop(): Promise<void>;
}

const login = 'org.freedesktop.login1';
const sessionPath = `/${login.replaceAll('.', '/')}/session/_32`;
const saverName = 'org.gnome.ScreenSaver';

/** @param first what is so when Parley asks for the first time; `knowsAuto`: false for a logind before version 243 */
export async function startDesktop(
  first: {
    readonly locked?: boolean;
    readonly covered?: boolean;
    readonly shown?: boolean;
    readonly knowsAuto?: boolean;
  } = {},
): Promise<DesktopDouble> {
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    daemon.once('error', reject);
    daemon.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()));
  });
  const loginBus = sessionBus({ busAddress: address });
  const saverBus = sessionBus({ busAddress: address });
  const now = { locked: first.locked === true, covered: first.covered === true, shown: first.shown !== false };

  await loginBus.export(
    '/org/freedesktop/login1',
    defineInterface({
      name: `${login}.Manager`,
      properties: {},
      signals: {},
      methods: {
        GetSession: {
          in: { id: 's' },
          out: { path: 'o' },
          handler({ id }: { id: string }) {
            if (id !== 'auto' || first.knowsAuto === false) throw new Error(`no session '${id}' known`);
            return sessionPath;
          },
        },
        GetSessionByPID: { in: { pid: 'u' }, out: { path: 'o' }, handler: () => sessionPath },
      },
    }),
  );
  const session = defineInterface({
    name: `${login}.Session`,
    properties: {
      LockedHint: { type: 'b', access: 'read', get: () => now.locked },
      Active: { type: 'b', access: 'read', get: () => now.shown },
    },
    methods: {},
    signals: { Lock: { args: {} }, Unlock: { args: {} } },
  });
  await loginBus.export(sessionPath, session);
  await loginBus.ownName(login);
  const saver = defineInterface({
    name: saverName,
    properties: {},
    methods: { GetActive: { in: {}, out: { active: 'b' }, handler: () => now.covered } },
    signals: { ActiveChanged: { args: { active: 'b' } } },
  });
  await saverBus.export('/org/gnome/ScreenSaver', saver);
  await saverBus.ownName(saverName);
  return {
    address,
    askToLock: (locked) => session.emit[locked ? 'Lock' : 'Unlock']?.(),
    hint(locked) {
      now.locked = locked;
      loginBus.emitPropertiesChanged(sessionPath, `${login}.Session`, { LockedHint: locked });
    },
    cover(covered) {
      now.covered = covered;
      saver.emit['ActiveChanged']?.(covered);
    },
    show(shown) {
      now.shown = shown;
      loginBus.emitPropertiesChanged(sessionPath, `${login}.Session`, { Active: shown });
    },
    endSaver: () => saverBus.close(),
    async stop() {
      for (const bus of [loginBus, saverBus]) await bus.close().catch(() => undefined);
      daemon.kill();
    },
  };
}
