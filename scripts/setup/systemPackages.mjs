// What the tests and the demo use of a Debian system. Installed as root; otherwise named, and what needs it is skipped.
import { existsSync } from 'node:fs';
import { run, step } from './progress.mjs';

/** Package, and the file by which it is known to be there. */
const packages = [
  ['chromium', '/usr/bin/chromium'],
  ['xvfb', '/usr/bin/Xvfb'],
  ['xdotool', '/usr/bin/xdotool'],
  ['pulseaudio', '/usr/bin/pulseaudio'],
  ['pulseaudio-utils', '/usr/bin/parec'],
  ['gnome-keyring', '/usr/bin/gnome-keyring-daemon'],
  ['dbus', '/usr/bin/dbus-run-session'],
  ['libsecret-1-0', null],
  ['libxtst6', null],
  ['libxt6', null],
  ['libxrandr2', null],
];

export async function systemPackages() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const missing = [];
  for (const [name, file] of packages) {
    if (file === null ? !(await isInstalled(name)) : !existsSync(file)) missing.push(name);
  }
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    console.log(`! Missing system packages; what needs them is left out: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step('reading the package lists', 'apt-get', ['update', '-qq'], { env: environment });
  await step(
    `installing ${missing.join(', ')}`,
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
    {
      env: environment,
    },
  );
}

async function isInstalled(name) {
  const { ok, output } = await run('dpkg-query', ['-W', '-f=${Status}', name]);
  return ok && output.includes('ok installed');
}
