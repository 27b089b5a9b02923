/**
 * The one place that asks on which system Parley runs (DESIGN.md §1). Everything else takes a `Platform`, chosen once at
 * the start, so that each platform's rules can be tested on any.
 */
export interface Platform {
  readonly name: 'windows' | 'macos' | 'linux';
  /** A Wayland session, also for a program that runs on X11 in it: no global key hook, and the desktop's own chooser for screens. */
  readonly wayland: boolean;
  /**
   * The desktop ends the hold of a shortcut when another key is pressed: KDE on Wayland
   * (https://github.com/tuxinal/venbind/issues/9).
   */
  readonly otherKeyReleases: boolean;
  /** There is a display that the X11 key hook can read; always true outside Linux. */
  readonly keyHookDisplay: boolean;
  /** uiohook-napi's linux-arm64 binary is a copy of the x64 one (SnosMe/uiohook-napi#48). */
  readonly keyHookBinary: boolean;
  /** A hidden window is found again in the tray for sure. GNOME has none without an extension. */
  readonly trayIsCertain: boolean;
  /** Directory of tray images that suit the panel: `Template` images on macOS are recoloured by the system. */
  readonly trayImages: 'template' | 'on-dark' | 'on-light';
  /** Where an administrator lays a policy down, and nobody else can (`shared/policy`). */
  readonly policyFile: string;
  /** Windows PowerShell, which asks Windows what a network costs; null elsewhere. */
  readonly powerShell: string | null;
  /** Address of the system's D-Bus; null: there is none. */
  readonly systemBus: string | null;
  /** Address of the D-Bus of the person's session; null: there is none. */
  readonly sessionBus: string | null;
}

export function readPlatform(
  system: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  architecture: string = process.arch,
): Platform {
  const name = system === 'win32' ? 'windows' : system === 'darwin' ? 'macos' : 'linux';
  const linux = name === 'linux';
  // The session decides, not what draws the window: with `--ozone-platform=x11` XWayland tells the key hook only of the keys
  // of X11 windows, and loses a release when the focus leaves them.
  const wayland = linux && (environment['XDG_SESSION_TYPE'] === 'wayland' || Boolean(environment['WAYLAND_DISPLAY']));
  return {
    name,
    wayland,
    otherKeyReleases: wayland && /(?:^|:)KDE(?::|$)/i.test(environment['XDG_CURRENT_DESKTOP'] ?? ''),
    keyHookDisplay: !linux || Boolean(environment['DISPLAY']),
    keyHookBinary: !linux || architecture === 'x64',
    trayIsCertain: !linux,
    trayImages: name === 'macos' ? 'template' : 'on-dark',
    systemBus: linux ? (environment['DBUS_SYSTEM_BUS_ADDRESS'] ?? 'unix:path=/run/dbus/system_bus_socket') : null,
    sessionBus: linux ? environment['DBUS_SESSION_BUS_ADDRESS'] || null : null,
    powerShell:
      name === 'windows'
        ? `${environment['SystemRoot'] ?? String.raw`C:\Windows`}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`
        : null,
    policyFile: {
      linux: '/etc/parley/policy.json',
      macos: '/Library/Application Support/Parley/policy.json',
      windows: `${environment['ProgramData'] ?? String.raw`C:\ProgramData`}\\Parley\\policy.json`,
    }[name],
  };
}
