import type { JoinTicket } from '@parley/shared/backends/channel';
import type { Instance } from '@parley/shared/backends/dialects/profile';
import { readableName } from '@parley/shared/backends/readableName';
import { longestTicket } from '../config.ts';
import type { ChannelRow } from '../directory.ts';
import { failure } from '../routes/failure.ts';
import type { RouteContext } from '../routes/route.ts';
import { grantsOf } from '../voice/grants.ts';
import { findChannel } from './findChannel.ts';
import { decideIdentity } from './identity.ts';
import { permissionsAs } from './instances.ts';

type Context = Pick<RouteContext<unknown>, 'services' | 'caller'>;

/** The channel that a room's name means to the caller. Throws `notFound`, and `conflict` for a name that several have. */
export function channelOf({ services: { directory }, caller }: Context, room: string): ChannelRow {
  const visible = directory.channels().filter(({ id }) => directory.permissions(caller.accountId, id).has('VIEW'));
  const found = findChannel(visible, room);
  if (found === 'none') throw failure('notFound', 'Channel not found');
  if (found === 'several') throw failure('conflict', 'Several channels have this name: ask for one by its id.');
  return found;
}

interface Wanted {
  readonly channel: ChannelRow;
  /** The account's id unless said; of somebody else only for whoever may impersonate. */
  readonly identity?: string | undefined;
  /** To be shown; the account's name unless said. */
  readonly name?: string | undefined;
  /** s; cut at `longestTicket`. */
  readonly life: number;
  readonly instance?: Instance;
}

/**
 * A ticket for a client of another system, by the rules of `POST /api/channels/:id/join`: JOIN in the channel, and grants
 * no wider than the role of whoever the identity stands for. Throws `notVoiceChannel`, `forbidden`, `unavailable`, and
 * `internal` where LiveKit is not configured (seeds/kraken.txt "Common Error Scenarios").
 */
export async function foreignTicket({ services, caller }: Context, wanted: Wanted): Promise<JoinTicket> {
  const { directory, voice, moderation } = services;
  const { channel, life, instance = 'main' } = wanted;
  if (channel.kind !== 'voice') throw failure('notVoiceChannel', 'Not a voice channel');
  if (!directory.permissions(caller.accountId, channel.id).has('JOIN')) throw forbidden;
  const isAdministrator = directory.isAdministrator(caller.accountId);
  const decision = decideIdentity(caller.accountId, wanted.identity ?? caller.accountId, isAdministrator);
  if (decision.kind === 'forbidden') throw failure('forbidden', 'This identity is somebody else’s.');
  const { identity } = decision;
  const accountId = decision.kind === 'own' ? caller.accountId : (decision.accountId ?? caller.accountId);
  const tier = directory.member(accountId)?.tier ?? 'free';
  const permissions = permissionsAs(identity, tier, directory.permissions(accountId, channel.id));
  if (!permissions.has('JOIN')) throw forbidden;
  if (!voice.configured) throw failure('internal', 'LiveKit credentials not configured');
  if (!(await voice.answersTickets(instance))) throw failure('unavailable', 'The voice server does not answer.');
  if (decision.kind === 'impersonated') {
    await moderation.record({
      action: 'impersonate',
      by: caller.accountId,
      accountId: decision.accountId,
      channelId: channel.id,
      detail: identity,
    });
  }
  const own = directory.memberOr404(accountId).name;
  const shown = readableName(wanted.name ?? '', own);
  // Under the name of somebody else nobody could be told from them.
  const name = directory.nameOfOthers(accountId, shown) === 'free' ? shown : own;
  return voice.ticket(channel.id, identity, name, grantsOf(permissions), {
    life: Math.min(life, longestTicket),
    instance,
  });
}

const forbidden = failure('forbidden', 'Forbidden resource');
