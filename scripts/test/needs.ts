import { readSource } from '../architecture/readSource.ts';

/**
 * What a test may need beside the packages. `program`: Electron or the stand-in, and a display where it needs one.
 * `gallery`: the stand-in's Chromium, whatever the program runs on.
 */
export type Need =
  | 'pulseaudio'
  | 'livekit'
  | 'chromium'
  | 'gallery'
  | 'program'
  | 'xvfb'
  | 'postgres'
  | 'coturn'
  | 'networks'
  /** `tests/lab`: whole stacks in networks of their own. */
  | 'lab'
  | 'caddy'
  | 'nginx'
  | 'redis'
  | 'promtool'
  | 'compose'
  | 'nftables'
  | 'tinyproxy';

/** What decides whether it is here. `PARLEY_MUST_RUN` of the environment: needs, by commas, without which tests fail. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Whether a file exists. */
  readonly exists: (path: string) => boolean;
  /** Whether it may do everything; unknown is no. */
  readonly root?: boolean;
  /** Whether a command is on PATH. */
  readonly has: (command: string) => boolean;
}

const usualChromium = '/usr/bin/chromium';

/** Why a need is not met here, for the list of what was skipped; null when it is met, or has to be. */
export function missing(need: Need, machine: Machine): string | null {
  if (machine.env['PARLEY_MUST_RUN']?.split(',').includes(need) === true) return null;
  const { env, platform, exists, has } = machine;
  switch (need) {
    case 'livekit':
      if (exists(env['LIVEKIT_SERVER_BIN'] ?? '') || has('livekit-server')) return null;
      return 'there is no LiveKit server: install Go, or set LIVEKIT_SERVER_BIN';
    case 'chromium':
      if (exists(env['CHROMIUM_BIN'] ?? usualChromium) || has('chromium')) return null;
      return 'there is no Chromium: install it, or set CHROMIUM_BIN';
    case 'gallery':
      if (exists(env['ELECTRON_STANDIN_CHROMIUM'] ?? usualChromium)) return null;
      return 'there is no Chromium that shows the gallery: install it, or set ELECTRON_STANDIN_CHROMIUM';
    case 'postgres':
      if (exists(env['POSTGRES_BIN'] ?? '/usr/lib/postgresql') || has('initdb')) return null;
      return 'there is no PostgreSQL: install its server, or set POSTGRES_BIN to the folder of `initdb`';
    case 'coturn':
      return has('turnserver') ? null : 'there is no TURN server: install coturn';
    case 'networks':
      if (platform !== 'linux') return 'networks of one\u2019s own are a matter of Linux';
      return has('unshare') && has('ip') ? null : 'there is no `unshare` or no `ip`: install util-linux and iproute2';
    case 'lab': {
      if (platform !== 'linux' || machine.root !== true) return 'networks of namespaces need Linux and root';
      const absent = labPrograms.filter((program) => !has(program));
      return absent.length === 0 ? null : `there is no ${absent.join(', no ')}`;
    }
    case 'caddy':
    case 'nginx':
    case 'promtool':
      return has(need)
        ? null
        : `there is no ${need}: install it (Debian: ${need === 'promtool' ? 'prometheus' : need})`;
    case 'redis':
      return has('redis-server') ? null : 'there is no Redis: install redis-server';
    case 'nftables':
      return has('nft') ? null : 'there is no `nft`: install nftables';
    case 'compose':
      // `docker` alone may be without it.
      return has('docker-compose') || composePlugins.some(exists)
        ? null
        : 'there is no Compose: install docker-compose';
    case 'tinyproxy':
      return has('tinyproxy') ? null : 'there is no HTTP proxy: install tinyproxy';
    case 'pulseaudio':
      return has('pulseaudio') && has('parec')
        ? null
        : 'there are no sound devices: install PulseAudio and its utilities';
    case 'xvfb':
      return has('Xvfb') ? null : 'there is no Xvfb: no real key events';
    case 'program':
      if (env['PARLEY_E2E_RUNTIME'] !== 'electron') {
        if (exists(env['ELECTRON_STANDIN_CHROMIUM'] ?? usualChromium)) return null;
        return 'there is neither Electron nor a Chromium for the stand-in: install it, or set ELECTRON_STANDIN_CHROMIUM';
      }
      return isWithoutDisplay(machine) ? 'there is no display, and no Xvfb that makes one' : null;
  }
}

/** Where packages put Compose as a plugin of `docker`. */
const composePlugins = ['libexec', 'lib'].map((folder) => `/usr/${folder}/docker/cli-plugins/docker-compose`);

/** What `tests/lab` starts beside LiveKit and the program. */
const labPrograms = ['ip', 'nsenter', 'nft', 'redis-server', 'turnserver', 'caddy', 'nginx', 'tinyproxy', 'certutil'];

/** Whether Electron would find no display. The stand-in goes without one. */
export const isWithoutDisplay = ({ env, platform }: Machine): boolean =>
  platform === 'linux' && env['PARLEY_E2E_RUNTIME'] === 'electron' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];

/** By which a file shows that it needs something itself. */
const signs: readonly (readonly [need: Need, shows: (path: string, text: string) => boolean])[] = [
  ['livekit', (path) => path === 'tests/fixtures/livekit.ts'],
  ['postgres', (path) => path === 'server/test/postgresServer.ts'],
  ['coturn', (path, text) => path === 'server/test/coturn.ts' || text.includes("'turnserver'")],
  ['networks', (path) => path === 'tests/fixtures/ownNetwork.ts'],
  ['caddy', (_path, text) => text.includes("'caddy'")],
  ['nginx', (path) => path === 'tests/fixtures/nginx.ts'],
  ['redis', (_path, text) => text.includes("'redis-server'")],
  ['promtool', (_path, text) => text.includes("'promtool'")],
  ['compose', (_path, text) => text.includes("'docker-compose'")],
  ['nftables', (_path, text) => text.includes("'nft'")],
  ['tinyproxy', (path) => path === 'tests/fixtures/tinyproxy.ts'],
  ['chromium', (_path, text) => text.includes('chromium.launch(')],
  ['pulseaudio', (path) => path === 'tests/fixtures/soundRig.ts'],
  ['xvfb', (_path, text) => text.includes("spawn('Xvfb'")],
];

/** What a test file needs, by itself or by what it imports. `read` gives a file's text, null for what is no source. */
export function needsOf(file: string, read: (path: string) => string | null): readonly Need[] {
  const texts = new Map<string, string>();
  const walk = (path: string): void => {
    const text = texts.has(path) ? null : read(path);
    if (text === null) return;
    texts.set(path, text);
    for (const { target, isPackage } of readSource(path, text).imports) if (!isPackage) walk(target);
  };
  walk(file);
  return signs.filter(([, shows]) => [...texts].some(([path, text]) => shows(path, text))).map(([need]) => need);
}
