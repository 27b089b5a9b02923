import { createChannelSchema } from '@parley/shared/backends/parley/channels';
import { permissions, type PermissionSet } from '@parley/shared/backends/permissions';
import { grantsOf } from '../voice/grants.ts';
import { createVoiceServer, type VoiceServer } from '../voice/voiceServer.ts';
import { command, insist, json, numberOf, table, UsageError, type Surroundings } from './command.ts';
import { withDatabase } from './withDatabase.ts';

/** LiveKit as the configuration names it. Its rooms need no database, so that these commands work beside any server. */
function livekit({ config, now }: Surroundings): VoiceServer {
  const { livekit: address } = config();
  if (address === null) throw new Error('LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET are needed for this.');
  return createVoiceServer(address, now);
}

/** What `text` says as a whole number from `least` to `most`. */
function wholeNumber(option: string, text: string | undefined, least: number, most: number, otherwise: number): number {
  const value = numberOf(text) ?? otherwise;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}`);
}

export const placeCommands = [
  command({
    name: 'channels list',
    options: json,
    optionsUsage: '[--json]',
    about: 'Channels, in the order in which they are shown',
    run: (context) =>
      withDatabase(context, async ({ directory }) => {
        const rows = directory.channels().map(({ id, name, kind, category, position }) => ({
          id,
          name,
          kind,
          category,
          position,
        }));
        context.print(table(rows, context.values.json));
      }),
  }),
  command({
    name: 'channels create',
    args: ['<name>'],
    options: {
      kind: { type: 'string', default: 'voice' },
      topic: { type: 'string' },
      category: { type: 'string' },
      position: { type: 'string' },
    },
    optionsUsage: '[--kind voice|text] [--topic TEXT] [--category TEXT] [--position N]',
    about: 'Makes a channel and prints its id',
    async run(context) {
      const { kind, topic, category, position } = context.values;
      const wanted = insist(createChannelSchema, {
        name: context.args[0],
        kind,
        topic,
        category,
        position: numberOf(position),
      });
      await withDatabase(context, async ({ channels, changed }) => {
        const { id } = await channels.create(wanted);
        await changed();
        context.print(id);
      });
    },
  }),
  command({
    name: 'channels remove',
    args: ['<id>'],
    about: 'Deletes a channel; a running server ends its call',
    run: (context) =>
      withDatabase(context, async ({ channels, directory, record, changed }) => {
        const id = context.args[0] ?? '';
        const name = directory.channel(id)?.name ?? '';
        await channels.remove(id);
        await record({ action: 'deleteChannel', channelId: id, detail: name });
        await changed();
        context.print(`The channel ${name} is gone.`);
      }),
  }),
  command({
    name: 'rooms list',
    options: json,
    optionsUsage: '[--json]',
    about: 'Rooms of LiveKit; those of channels are named by their ids',
    async run(context) {
      const rooms = await livekit(context).rooms();
      context.print(
        table(
          [...rooms].map(([room, people]) => ({ room, participants: people.length })),
          context.values.json,
        ),
      );
    },
  }),
  command({
    name: 'rooms participants',
    args: ['<room>'],
    options: json,
    optionsUsage: '[--json]',
    about: 'Who is in a room',
    async run(context) {
      const people = await livekit(context).people(context.args[0] ?? '');
      const rows = people.map(({ identity, name, joinedAt, muted }) => ({
        identity,
        name,
        since: new Date(joinedAt).toISOString(),
        microphone: muted ? 'muted' : 'open',
      }));
      context.print(table(rows, context.values.json));
    },
  }),
  command({
    name: 'rooms create',
    args: ['<room>'],
    options: { 'max-participants': { type: 'string' }, 'empty-timeout': { type: 'string' } },
    optionsUsage: '[--max-participants N] [--empty-timeout SECONDS]',
    about: 'Opens a room before anybody is in it',
    async run(context) {
      const [room = ''] = context.args;
      await livekit(context).createRoom('main', room, {
        maxParticipants: wholeNumber('--max-participants', context.values['max-participants'], 0, 100_000, 0),
        emptyTimeout: wholeNumber('--empty-timeout', context.values['empty-timeout'], 1, 86_400, 300),
      });
      context.print(`The room ${room} is open.`);
    },
  }),
  command({
    name: 'rooms remove',
    args: ['<room>'],
    about: 'Ends a room: everybody inside is disconnected',
    async run(context) {
      const [room = ''] = context.args;
      await livekit(context).closeRoom(room);
      context.print(`The room ${room} is gone.`);
    },
  }),
  command({
    name: 'rooms invite',
    args: ['<room>', '<identity>'],
    options: { name: { type: 'string' }, minutes: { type: 'string' }, 'listen-only': { type: 'boolean' } },
    optionsUsage: '[--name NAME] [--minutes N] [--listen-only]',
    about: 'Prints a ticket by which a participant (a bot) enters',
    async run(context) {
      const [room = '', identity = ''] = context.args;
      const may: PermissionSet = new Set(context.values['listen-only'] === true ? ['VIEW', 'JOIN'] : permissions);
      const life = wholeNumber('--minutes', context.values.minutes, 1, 360, 10) * 60;
      const { name = identity } = context.values;
      const { url, token } = await livekit(context).ticket(room, identity, name, grantsOf(may), { life });
      context.print(JSON.stringify({ url, token }, null, 2));
    },
  }),
  command({
    name: 'rooms expel',
    args: ['<room>', '<identity>'],
    about: 'Disconnects a participant; a ticket that it has stays good',
    async run(context) {
      const [room = '', identity = ''] = context.args;
      const voice = livekit(context);
      if (!(await voice.people(room)).some((one) => one.identity === identity)) {
        throw new Error(`Nobody is in ${room} as ${identity}.`);
      }
      await voice.remove(room, identity);
      context.print(`${identity} is out of ${room}.`);
    },
  }),
];
