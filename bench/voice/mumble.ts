import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDisplay } from '../../tests/e2e/support/desktop.ts';
import type { SoundRig } from '../../tests/fixtures/soundRig.ts';

// Mumble 1.3 without a single dialog: `lastupdate` skips the audio wizard, the backup of a certificate without a password
// the certificate's, and its server's certificate is known beforehand. It always transmits; all else of `default` is its own.
const bodies = {
  default: { audio: ['transmit=0'], net: [] },
  lowest: {
    audio: ['transmit=0', 'quality=96000', 'loudness=30000', 'noisesupress=0', 'outputdelay=1'],
    net: ['framesperpacket=1', 'jitterbuffer=1'],
  },
} as const;

/** One who speaks into `micA` and one whose loudspeaker is `ear`, in a server of their own. */
export async function startMumble(sound: SoundRig, body: keyof typeof bodies): Promise<{ stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-mumble-'));
  const children: ChildProcess[] = [];
  const display = await startDisplay();
  const port = await freePort();
  const start = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess => {
    const child = spawn(command, args, { env, stdio: 'ignore' });
    children.push(child);
    return child;
  };
  const stop = async (): Promise<void> => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await display.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const database = join(folder, 'server');
    mkdirSync(database);
    const ini = join(database, 'murmur.ini');
    writeFileSync(
      ini,
      `database=${database}/murmur.sqlite\nlogfile=${database}/murmur.log\nhost=127.0.0.1\nport=${port}\n` +
        'bandwidth=140000\nusers=10\nwelcometext=\nautobanAttempts=0\nbonjour=False\nallowping=true\nuname=\n',
    );
    // Started as root it becomes its own user, which has to own the database.
    if (process.getuid?.() === 0) {
      const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, 'mumble-server']).toString()));
      for (const path of [folder, database, ini]) chownSync(path, uid ?? 0, gid ?? 0);
    }
    start('murmurd', ['-fg', '-ini', ini]);
    const fingerprint = await fingerprintOf(port);
    for (const [name, input, output] of [
      ['speaker', 'micA', 'nowhere'],
      ['listener', 'nowhere.monitor', 'ear'],
    ] as const) {
      const home = join(folder, name);
      const run = join(home, 'run');
      for (const part of ['.config/Mumble', 'Documents', '.local/share/Mumble/Mumble', 'run']) {
        mkdirSync(join(home, part), { recursive: true, mode: 0o700 });
      }
      const [key, certificate] = [join(home, 'key.pem'), join(home, 'certificate.pem')];
      const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
      quietly('openssl', [...request, '-keyout', key, '-out', certificate]);
      const backup = join(home, 'Documents/MumbleAutomaticCertificateBackup.p12');
      const pack = ['pkcs12', '-export', '-inkey', key, '-in', certificate, '-name', name, '-passout', 'pass:'];
      quietly('openssl', [...pack, '-out', backup]);
      writeFileSync(
        join(home, '.config/Mumble/Mumble.conf'),
        [
          '[General]',
          'lastupdate=2',
          '[audio]',
          'input=PulseAudio',
          'output=PulseAudio',
          'pushclick=false',
          'attenuateothers=false',
          ...bodies[body].audio,
          '[net]',
          'reconnect=true',
          ...bodies[body].net,
          '[pulseaudio]',
          `input=${input}`,
          `output=${output}`,
          '[tts]',
          'enable=false',
          '[ui]',
          'updatecheck=false',
          'plugincheck=false',
          'usage=false',
          'disablepubliclist=true',
          'askonquit=false',
          '',
        ].join('\n'),
      );
      quietly('sqlite3', [
        join(home, '.local/share/Mumble/Mumble/mumble.sqlite'),
        'CREATE TABLE cert (id INTEGER PRIMARY KEY AUTOINCREMENT, hostname TEXT, port INTEGER, digest TEXT);' +
          'CREATE UNIQUE INDEX cert_host_port ON cert(hostname,port);' +
          `INSERT INTO cert(hostname,port,digest) VALUES('127.0.0.1',${port},'${fingerprint}');`,
      ]);
      start('mumble', ['-m', `mumble://${name}@127.0.0.1:${port}/`], {
        ...process.env,
        HOME: home,
        XDG_RUNTIME_DIR: run,
        XDG_CONFIG_HOME: join(home, '.config'),
        XDG_DATA_HOME: join(home, '.local/share'),
        QT_QPA_PLATFORM: 'xcb',
        DISPLAY: display.name,
        PULSE_SERVER: sound.speaker['PULSE_SERVER'],
      });
    }
    return { stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

const quietly = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** SHA-1 of the certificate that the server made for itself, as soon as it answers. */
async function fingerprintOf(port: number): Promise<string> {
  for (const deadline = Date.now() + 15_000; ;) {
    try {
      const shown = quietly('sh', [
        '-c',
        `openssl s_client -connect 127.0.0.1:${port} </dev/null | openssl x509 -noout -fingerprint -sha1`,
      ]);
      return (shown.split('=')[1] ?? '').trim().replaceAll(':', '').toLowerCase();
    } catch (thrown) {
      if (Date.now() > deadline) throw thrown;
      await new Promise((next) => setTimeout(next, 100));
    }
  }
}
