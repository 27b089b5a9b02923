import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSettings } from '@parley/shared/settings/readSettings';
import { defaultSettings } from '@parley/shared/settings/settings';
import { RoomServiceClient } from 'livekit-server-sdk';
import { hear, silence } from '../../tests/e2e/support/hearing.ts';
import { runtime } from '../../tests/standin/launch.ts';
import { writeTone } from '../../tests/e2e/support/tone.ts';
import type { Heard } from '../../tests/bots/protocol.ts';
import type { Cleanup } from './cleanup.ts';
import type { DemoFolder } from './folder.ts';
import type { Processes } from './processes.ts';
import { openProgram, type DemoProgram } from './program.ts';
import type { Report } from './report.ts';
import { botIdentity, botName, startServers, type ServerOptions, type Servers } from './servers.ts';
import { openCaptures, watchCaptures } from './captures.ts';
import { findTalkKey, openKeyDisplay, type KeyDisplay } from './talkKey.ts';
import { until } from './until.ts';

/** What the bot plays and what the program's microphone hears, Hz. */
const botTone = 440;
const ownTone = 660;

/** Levels that a tone of -12 dBFS must exceed after its way through the codec, dBFS. */
const audible = -40;

export interface HeadlessOptions {
  readonly servers: ServerOptions;
  readonly folder: DemoFolder;
  readonly cleanup: Cleanup;
  readonly processes: Processes;
  readonly report: Report;
}

/** Drives the program through a whole call. Rejects with the first step that fails; what is started is in `cleanup`. */
export async function runHeadless(options: HeadlessOptions): Promise<void> {
  const { folder, cleanup, processes, report } = options;

  await report.step('set up', async () => {
    const livekit = report.versions.livekit;
    if (livekit === null) throw new Error('there is no LiveKit server');
    if (!existsSync(join(options.servers.root, 'out/main/index.js'))) throw new Error('the program is not built');
    const took = process.env['PARLEY_SETUP_MS'];
    return `LiveKit ${livekit}, the built program${took === undefined ? '' : `; it took ${took} ms before this step`}`;
  });
  const started: { servers?: Servers; program?: DemoProgram } = {};
  await report.step('servers started', async () => {
    started.servers = await startServers({
      ...options.servers,
      voice: { kind: 'tone', frequency: botTone, level: -12 },
    });
    await processes.note();
    const { address, livekitUrl, lobby } = started.servers;
    return `Parley server ${address}, LiveKit ${livekitUrl}, bot in ${lobby.name}`;
  });
  const display = await openKeyDisplay(cleanup);
  await report.step('program opened', async () => {
    const home = prepareHome(folder.path);
    const program = await cleanup.own(
      () => openProgram(join(home, 'userData'), microphone(home), environment(home, display?.name)),
      ({ quit }) => quit(),
    );
    started.program = program;
    const { electron, chrome } = await program.app.evaluate(() => process.versions as Record<string, string>);
    // What the stand-in says is the version that it plays.
    report.versions.electron = runtime() === 'electron' ? (electron ?? null) : null;
    report.versions.chromium = chrome ?? null;
    await processes.note();
    return `window "${await program.page.title()}"`;
  });
  const { servers, program } = started;
  if (servers !== undefined && program !== undefined) await call(servers, program, options, display);

  await report.step('nothing left behind', async () => {
    await processes.note();
    await cleanup.run();
    const left = await until(processes.alive, (alive) => alive.length === 0, 5000);
    if (left.length > 0) throw new Error(`still alive: ${left.map(({ pid }) => pid).join(', ')}`);
    return `all ${processes.count()} processes have ended`;
  });
}

async function call(
  servers: Servers,
  program: DemoProgram,
  { folder, processes, report }: HeadlessOptions,
  display: KeyDisplay | null,
): Promise<void> {
  const { address, lobby, bot } = servers;
  const { page, part } = program;
  const room = new RoomServiceClient(servers.livekitHttpUrl, folder.keys.apiKey, folder.keys.apiSecret);
  const others = async (): Promise<string[]> =>
    (await room.listParticipants(lobby.id)).map(({ identity }) => identity).filter((who) => who !== botIdentity);
  const channel = (name: string, kind: string) => part('channel-row', { 'channel-name': name, kind });

  await report.step('signed in', async () => {
    await program.signIn(address, folder.accounts.ada);
    return `as ${folder.accounts.ada.login}, by the form`;
  });
  await report.step('channels listed with occupants', async () => {
    for (const name of ['Lobby', 'Stand-up', 'Quiet room']) await channel(name, 'voice').waitFor();
    await channel('Notes', 'text').waitFor();
    await part('occupant', { identity: botIdentity, name: botName }).waitFor();
    return `Lobby with ${botName}, Stand-up, Quiet room, Notes (text)`;
  });
  await report.step('joined', async () => {
    await watchCaptures(page);
    await channel('Lobby', 'voice').click();
    await part('call-block', { phase: 'connected' }).waitFor();
    await processes.note();
    const captures = await until(
      () => openCaptures(page),
      (count) => count > 0,
      5000,
    );
    // Else finding none after leaving would mean nothing.
    if (captures === 0) throw new Error('no capture is seen in the page');
    return `Lobby as ${(await others()).join(', ')}, with ${captures} capture track(s) in the page`;
  });
  await report.step('transport path', async () => {
    const read = () => part('path-chip').getAttribute('data-path');
    const path = await until(read, (kind) => kind !== null && kind !== 'none', 10_000);
    if (path === null || path === 'none') throw new Error('the interface tells no path');
    return path;
  });
  await report.step('bot heard', async () => {
    const heard = await until(() => hear(page), isTone(botTone), 10_000);
    if (!isTone(botTone)(heard)) throw new Error(`not ${botTone} Hz but ${sound(heard)}`);
    return sound(heard);
  });

  const [own] = await others();
  const fromUs = (accept: (heard: Heard) => boolean) => (heard: Heard) => heard.identity === own && accept(heard);
  const key = await findTalkKey(program, display);
  await report.step('push-to-talk held', async () => {
    const before = bot.heard(own ?? '');
    if (before !== null && before.level >= silence) throw new Error(`before it was held: ${sound(before)}`);
    const down = Date.now();
    await key.down();
    const heard = await bot.waitFor(fromUs(isTone(ownTone)), 10_000);
    await part('mic-key', { state: 'open' }).waitFor();
    return `${key.how}; the bot heard ${sound(heard)} after ${heard.at - down} ms, nothing before`;
  });
  await report.step('push-to-talk released', async () => {
    const released = Date.now();
    await key.up();
    // What was measured before is not the answer.
    const heard = await bot.waitFor(
      fromUs(({ level, at }) => at > released && level < silence),
      10_000,
    );
    await part('mic-key', { state: 'shut' }).waitFor();
    return `the bot heard nothing ${heard.at - released} ms after key up (below ${silence} dBFS)`;
  });
  await report.step('left', async () => {
    await part('bar-button', { action: 'leave' }).click();
    await part('call-block', { phase: 'idle' }).waitFor({ state: 'attached' });
    await part('mic-key', { state: 'idle' }).waitFor();
    const left = await until(others, (identities) => identities.length === 0, 5000);
    if (left.length > 0) throw new Error(`LiveKit still lists ${left.join(', ')}`);
    const captures = await until(
      () => openCaptures(page),
      (count) => count === 0,
      5000,
    );
    if (captures > 0) throw new Error(`${captures} capture track(s) are still live in the page`);
    return 'LiveKit lists only the bot, and no capture is live in the page';
  });
}

const isTone =
  (frequency: number) =>
  (heard: { readonly frequency: number; readonly level: number }): boolean =>
    Math.abs(heard.frequency - frequency) < 5 && heard.level > audible;

const sound = ({ frequency, level }: { readonly frequency: number; readonly level: number }): string =>
  `${frequency.toFixed(1)} Hz at ${level.toFixed(1)} dBFS`;

/** A home that is new in every run: signing in is one of the steps. Processing takes a steady tone for noise. */
function prepareHome(path: string): string {
  const home = join(path, 'headless');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, 'userData'), { recursive: true, mode: 0o700 });
  mkdirSync(join(home, 'run'), { mode: 0o700 });
  const plain = { noiseSuppression: 'off' as const, echoCancellation: false, autoGain: false };
  writeFileSync(join(home, 'userData', 'settings.json'), writeSettings({ ...defaultSettings, ...plain }));
  return home;
}

const microphone = (home: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-audio-capture=${writeTone(join(home, 'microphone.wav'), ownTone)}`,
];

/** No keyring: what a check stores must not land in somebody's vault. */
const environment = (home: string, display: string | undefined): Readonly<Record<string, string>> => ({
  HOME: home,
  XDG_RUNTIME_DIR: join(home, 'run'),
  DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'run', 'none')}`,
  ...(display === undefined ? {} : { DISPLAY: display }),
});
