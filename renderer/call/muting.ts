import type { Channel } from '@parley/shared/backends/channel';
import type { Moderation } from '@parley/shared/ipc/contract';
import type { CallSession } from './callSession.ts';
import { isActive } from './callSummary.ts';
import type { CallChannel } from './callView.ts';
import type { Muted } from './microphone/gate.ts';
import type { Microphone } from './microphone/microphone.ts';
import { muteKey, nextMutes, type KnownMutes } from './moderation.ts';
import { isDeafened, type Presence } from './participants/presence.ts';
import type { RemoteAudio } from './playback/remoteAudio.ts';
import type { ViewStore } from './viewStore.ts';

/** Who keeps us from being heard and from hearing: we ourselves, a moderator, what LiveKit lets us do. Others are told of it. */
export interface Muting {
  /** Wanting to be heard while deafened means wanting to hear as well. */
  setMuted(muted: boolean): void;
  setDeafened(deafened: boolean): void;
  /** The call changed, or its channel, or what one may do in it. */
  follow(): void;
  /** A moderator's deed. Why the microphone is muted is shown by it; whether one may speak remains LiveKit's to say. */
  learn(moderation: Moderation): void;
}

export function createMuting(ports: {
  readonly view: ViewStore;
  readonly session: () => CallSession | null;
  readonly channelOf: (server: string, id: string) => Channel | undefined;
  readonly ownIdentity: () => string | undefined;
  /** Whether the backend tells others that somebody hears nobody. */
  readonly tellsDeafened: (server: string) => boolean;
  readonly microphone: Microphone;
  readonly audio: RemoteAudio;
  readonly presence: Presence;
}): Muting {
  const { view, session, microphone } = ports;
  /** Mutes by moderators, as far as they were told. */
  let mutes: KnownMutes = new Map();
  let spoke = true;

  const keysOf = ({ server, id }: CallChannel) => [muteKey(server, id), muteKey(server, null)];
  const hardMuted = (channel: CallChannel): boolean =>
    keysOf(channel).some((key) => mutes.has(key)) ||
    (ports.channelOf(channel.server, channel.id)?.occupants ?? []).some(
      ({ identity, hardMuted: muted }) => identity === ports.ownIdentity() && muted === true,
    );
  /** Why the microphone is muted: what the person cannot undo comes first. */
  const mutedBy = (): Muted => {
    const { state, muted } = view.get();
    if (isActive(state) && state.phase !== 'idle' && session()?.maySpeak() === false) {
      return hardMuted(state.channel) ? 'moderator' : 'listener';
    }
    return muted && 'self';
  };
  const followSpeech = (): void => {
    microphone.setMuted(mutedBy());
    const speaks = session()?.maySpeak() ?? true;
    const { state } = view.get();
    if (speaks && !spoke && state.phase === 'connected') {
      // A mute that was lifted is forgotten by then: one that is still known ran out.
      const known = keysOf(state.channel).filter((key) => mutes.has(key));
      if (known.length > 0) {
        mutes = new Map([...mutes].filter(([key]) => !known.includes(key)));
        view.notify({ kind: 'muteOver' });
      }
    }
    spoke = speaks;
  };
  const followPresence = (): void => {
    const { state, deafened } = view.get();
    const own = session()?.room()?.localParticipant;
    const told = state.phase === 'connected' && own !== undefined && ports.tellsDeafened(state.channel.server);
    ports.presence.follow(
      told ? { channel: state.channel, session: own.sid, seenDeafened: isDeafened(own), deafened } : null,
    );
  };
  const silence = (): void => {
    const { muted, deafened } = view.get();
    microphone.setMuted(mutedBy());
    microphone.setDeafened(deafened);
    session()?.setMuted(muted || deafened);
    ports.audio.setDeafened(deafened);
    followPresence();
  };
  const follow = (): void => {
    followSpeech();
    followPresence();
  };
  return {
    setMuted(muted) {
      view.show({ muted, deafened: muted && view.get().deafened });
      silence();
    },
    setDeafened(deafened) {
      view.show({ deafened });
      silence();
    },
    follow,
    learn(moderation) {
      mutes = nextMutes(mutes, moderation);
      follow();
    },
  };
}
