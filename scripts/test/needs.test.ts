import { expect, it } from 'vitest';
import { missing, needsOf, type Machine, type Need } from './needs.ts';

/** A machine with these files and commands. */
const machine = (env: Machine['env'], ...present: readonly string[]): Machine => ({
  env,
  platform: 'linux',
  exists: (path) => present.includes(path),
  has: (command) => present.includes(command),
});
const electron = { PARLEY_E2E_RUNTIME: 'electron' };
const standin = { PARLEY_E2E_RUNTIME: 'standin' };

it.each<[need: Need, name: string, machine: Machine]>([
  ['livekit', 'the named binary', machine({ LIVEKIT_SERVER_BIN: '/l' }, '/l')],
  ['livekit', 'the one on PATH', machine({}, 'livekit-server')],
  ['chromium', 'the usual one', machine({}, '/usr/bin/chromium')],
  ['chromium', 'the named one', machine({ CHROMIUM_BIN: '/c' }, '/c')],
  ['gallery', 'the usual one', machine(electron, '/usr/bin/chromium')],
  ['gallery', 'the named one', machine({ ELECTRON_STANDIN_CHROMIUM: '/c' }, '/c')],
  ['program', 'the stand-in on its Chromium, which needs no display', machine(standin, '/usr/bin/chromium')],
  ['program', 'the stand-in on a named Chromium', machine({ ELECTRON_STANDIN_CHROMIUM: '/c' }, '/c')],
  ['program', 'Electron on a display', machine({ ...electron, DISPLAY: ':1' })],
  ['program', 'Electron on Wayland', machine({ ...electron, WAYLAND_DISPLAY: 'wayland-0' })],
  ['program', 'Electron on a system that always has a display', { ...machine(electron), platform: 'darwin' }],
  ['xvfb', 'it', machine({}, 'Xvfb')],
  ['networks', 'both commands', machine({}, 'unshare', 'ip')],
  ['compose', 'the program of its own', machine({}, 'docker-compose')],
  ['compose', 'the plugin', machine({}, 'docker', '/usr/libexec/docker/cli-plugins/docker-compose')],
])('%s is met by %s', (need, _name, here) => {
  expect(missing(need, here)).toBeNull();
});

it.each<[need: Need, name: string, machine: Machine, reason: RegExp]>([
  ['livekit', 'nothing', machine({}), /no LiveKit server/],
  ['livekit', 'a named binary that is not there', machine({ LIVEKIT_SERVER_BIN: '/l' }), /no LiveKit server/],
  ['chromium', 'nothing', machine({}), /no Chromium/],
  ['gallery', 'nothing', machine({}), /no Chromium that shows the gallery/],
  [
    'gallery',
    'a named Chromium that is not there',
    machine({ ELECTRON_STANDIN_CHROMIUM: '/c' }, '/usr/bin/chromium'),
    /no Chromium that shows the gallery/,
  ],
  ['program', 'nothing', machine({}), /neither Electron nor a Chromium/],
  [
    'program',
    'a named Chromium that is not there',
    machine({ ELECTRON_STANDIN_CHROMIUM: '/c' }, '/usr/bin/chromium'),
    /neither/,
  ],
  ['program', 'Electron without a display', machine(electron), /no display/],
  ['xvfb', 'nothing', machine({}), /no Xvfb/],
  ['postgres', 'nothing', machine({}), /no PostgreSQL/],
  ['coturn', 'nothing', machine({}), /no TURN server/],
  ['networks', 'nothing', machine({}), /no `unshare`/],
  ['networks', 'another system', { ...machine({}, 'unshare', 'ip'), platform: 'darwin' }, /Linux/],
  ['lab', 'somebody who is not root', machine({}, 'ip'), /root/],
  [
    'lab',
    'some of the programs',
    { ...machine({}, 'ip', 'nft'), root: true },
    /no nsenter, no redis-server, no turnserver/,
  ],
  ['caddy', 'nothing', machine({}), /no caddy/],
  ['promtool', 'nothing', machine({}), /Debian: prometheus/],
  ['compose', 'docker without it', machine({}, 'docker'), /no Compose/],
  ['tinyproxy', 'nothing', machine({}), /no HTTP proxy/],
])('%s is missing with %s', (need, _name, here, reason) => {
  expect(missing(need, here)).toMatch(reason);
});

it('is not missing where its tests must run: they fail, and say why', () => {
  const must = machine({ PARLEY_MUST_RUN: 'postgres,coturn' });
  expect([missing('postgres', must), missing('coturn', must)]).toEqual([null, null]);
  expect(missing('xvfb', must)).toMatch(/no Xvfb/);
});

it('finds what a test file needs, also by what it imports', () => {
  const files: Readonly<Record<string, string>> = {
    'a/plain.test.ts': `import { b } from './b.ts'; import { c } from 'chromium';`,
    'a/b.ts': `import { d } from './plain.test.ts';`,
    'a/call.test.ts': `import { lab } from '../tests/fixtures/lab.ts';`,
    'a/keys.test.ts': `const server = spawn('Xvfb', []);`,
    'tests/fixtures/lab.ts': `import { start } from './livekit.ts'; const browser = await chromium.launch({});`,
    'tests/fixtures/livekit.ts': '',
  };
  const needs = (file: string) => needsOf(file, (path) => files[path] ?? null);
  expect(needs('a/plain.test.ts')).toEqual([]);
  expect(needs('a/call.test.ts')).toEqual(['livekit', 'chromium']);
  expect(needs('a/keys.test.ts')).toEqual(['xvfb']);
});
