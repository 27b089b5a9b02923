import type { PermissionSet } from '@parley/shared/backends/permissions';
import type { FastifyBaseLogger } from 'fastify';
import { permissionsAs } from './dialects/instances.ts';
import type { Directory } from './directory.ts';
import type { EventHub } from './events/eventHub.ts';
import { accountOf, isChannelId } from './occupants/occupancy.ts';
import type { Occupants } from './occupants/occupants.ts';
import { oneAtATime } from './oneAtATime.ts';
import { grantsOf, grantsText, type Grants } from './voice/grants.ts';
import { reasonOf } from './voice/requests.ts';
import type { Participant, VoiceServer } from './voice/voiceServer.ts';

/** Keeps what people see, and what LiveKit lets them do, in step with what they may. */
export interface Rights {
  /**
   * To be called after a change of channels, roles, overrides, restrictions or accounts in the database: reads it, tells
   * every program what it now sees and no longer sees, and reaches people who are in a call. `channelId`: only that
   * channel changed. Does not reject when LiveKit does not answer; the next comparison tries again.
   */
  changed(channelId?: string): Promise<void>;
  /**
   * Holds who is in a call to what they may: whoever may not be there leaves, and nobody has more than their role gives.
   * Never rejects.
   */
  enforce(): Promise<void>;
}

export function createRights(ports: {
  directory: Directory;
  hub: EventHub;
  occupants: Occupants;
  voice: VoiceServer;
  log: FastifyBaseLogger;
}): Rights {
  const { directory, hub, occupants, voice, log } = ports;
  const enforceOne = async (room: string, participant: Participant): Promise<void> => {
    const accountId = accountOf(participant.identity);
    const tier = directory.member(accountId)?.tier ?? 'free';
    const permissions = permissionsAs(participant.identity, tier, directory.permissions(accountId, room));
    const decision = decideEnforcement(participant, permissions);
    try {
      if (decision === 'remove') await voice.remove(room, participant.identity);
      else if (decision !== 'leave') {
        await voice.setGrants(room, participant.identity, decision);
        occupants.granted(room, participant.sid, decision);
      }
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'LiveKit did not take what somebody may do');
    }
  };
  const enforce = oneAtATime(async () => {
    const ours = [...occupants.all()].filter(([room]) => isChannelId(room) && directory.channel(room) !== undefined);
    await Promise.all(
      ours.flatMap(([room, people]) =>
        people.filter(({ identity }) => accountOf(identity) !== '').map((participant) => enforceOne(room, participant)),
      ),
    );
  });
  return {
    async changed(channelId) {
      await directory.reload();
      hub.show(channelId);
      occupants.announce();
      await enforce();
    },
    enforce,
  };
}

/** What to do about a participant that came by a ticket of ours, by what its account may do in the channel. */
export function decideEnforcement(participant: Participant, permissions: PermissionSet): 'leave' | 'remove' | Grants {
  if (!permissions.has('JOIN') || participant.disguised || participant.misplaced) return 'remove';
  const grants = grantsOf(permissions);
  return grantsText(grants) === participant.grants ? 'leave' : grants;
}
