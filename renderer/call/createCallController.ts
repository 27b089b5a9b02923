import { LogLevel, Room, RoomEvent, setLogLevel, type ReconnectPolicy } from 'livekit-client';
import type { Bootstrap, ChannelsView, Desktop, DeviceSelection, OfServer } from '@parley/shared/ipc/contract';
import { isLost } from '@parley/shared/devices/isLost';
import type { HotkeyStatus } from '@parley/shared/hotkeys/messages';
import { defaultSettings, type Settings } from '@parley/shared/settings/settings';
import { capabilities } from '@parley/shared/backends/dialects/capabilities';
import { joinTogether } from '@parley/shared/backends/dialects/savedChannels';
import { createBesideCalls } from './besideCalls.ts';
import { createCallSession, type CallSession } from './callSession.ts';
import { idleCall, type CallMachine } from './callState.ts';
import { isActive } from './callSummary.ts';
import {
  isHeard,
  isSameChannel,
  noCall,
  type CallChannel,
  type CallController,
  type CallNotice,
  type CallView,
  type CueName,
  type MicrophoneView,
  type PathView,
} from './callView.ts';
import { roomOptions } from './connection/roomOptions.ts';
import { createCues, type Cues } from './cues/cues.ts';
import { createCueFiles } from './cues/cueFiles.ts';
import { decideCue } from './cues/decideCue.ts';
import { decidePeopleCue } from './cues/decidePeopleCue.ts';
import { decideTelling } from './cues/decideTelling.ts';
import { decideDeviceNotices } from './devices/decideDeviceNotices.ts';
import { decideShutNotice } from './microphone/decideShutNotice.ts';
import { createSoundCheck } from './devices/soundCheck.ts';
import { createDeviceWatcher } from './devices/deviceWatcher.ts';
import { createMicrophoneRetry } from './devices/microphoneRetry.ts';
import { followDesktop } from './followDesktop.ts';
import { forget } from './log.ts';
import { browserClock, type Clock } from './microphone/clock.ts';
import { createBrowserMicrophone, type Microphone, type StartedBy } from './microphone/microphone.ts';
import { captureSettingsOf, microphoneSettingsOf } from './microphone/microphoneSettings.ts';
import { tryMicrophone } from './microphone/tryMicrophone.ts';
import { createWindowKeys } from './microphone/windowKeys.ts';
import { createMuting } from './muting.ts';
import { createOrders } from './orders.ts';
import { watchLocalSpeaking } from './participants/localSpeaking.ts';
import { createPresence } from './participants/presence.ts';
import { createParticipantStore } from './participants/participantStore.ts';
import { createSpeechRecord } from './participants/speechRecord.ts';
import { createHearing } from './playback/hearing.ts';
import { createRemoteAudio } from './playback/remoteAudio.ts';
import { createScreenElements } from './screens/attachScreen.ts';
import { createScreenShare } from './screens/screenShare.ts';
import type { Haste } from './transport/climber.ts';
import { restAudioContext } from './connection/restAudioContext.ts';
import { createVoiceRate } from './connection/voiceRate.ts';
import { packetTimeOf } from './transport/packetTime.ts';
import { createPathSampler } from './transport/pathSampler.ts';
import { installTransport } from './transport/peerConnection.ts';
import { createViewStore } from './viewStore.ts';
import { createWatchOver } from './watchOver.ts';

export interface CallControllerPorts {
  readonly desktop: Desktop;
  /** Where the caller has it already; else it is asked for. */
  readonly bootstrap?: Bootstrap;
  readonly microphone?: Microphone;
  readonly createRoom?: (policy: ReconnectPolicy) => Room;
  readonly cues?: Cues;
  readonly clock?: Clock;
  readonly haste?: Haste;
}

/** Everything of a call but its picture (DESIGN.md §3). `dispose` leaves and lets go of every device and listener. */
export function createCallController(ports: CallControllerPorts): CallController & { dispose(): void } {
  // LiveKit's client writes error messages into its log, and with servers up to 1.13 these contain the token.
  setLogLevel(LogLevel.silent);
  const { desktop } = ports;
  const clock = ports.clock ?? browserClock;
  const epoch = (): number => Date.now();
  const microphone = ports.microphone ?? createBrowserMicrophone();
  const cueFiles = createCueFiles(indexedDB);
  const cues = ports.cues ?? createCues(() => new AudioContext({ latencyHint: 'interactive' }), cueFiles);
  const createRoom =
    ports.createRoom ?? ((reconnectPolicy: ReconnectPolicy) => new Room({ ...roomOptions, reconnectPolicy }));
  installTransport();

  let settings: Settings = defaultSettings;
  let lowBandwidth = false;
  let channelsOf: Bootstrap['channels'] = {};
  const channelOf = (server: string, channelId: string | null) =>
    channelsOf[server]?.channels.find(({ id }) => id === channelId);
  let hotkeys: HotkeyStatus = { kind: 'off', forecast: 'everywhere' };
  let devices: DeviceSelection = { input: null, output: null, sounds: null };
  let session: CallSession | null = null;
  let path: PathView | null = null;
  let endedAt = 0;
  let shownMachine: CallMachine = idleCall;
  let shownMicrophone: MicrophoneView = microphone.getView();
  const view = createViewStore(
    { ...noCall, microphone: shownMicrophone },
    (summary) => desktop.call.summary(summary),
    epoch,
  );
  const { show, notify } = view;

  const beside = createBesideCalls(() => show({ beside: beside.view() }));
  const speech = createSpeechRecord();
  /** Whose servers' calls these are: people are told apart by address, which outlives a profile. */
  const serverOf = new WeakMap<Room, string>();
  const addressOf = (server: string): string => settings.servers.find(({ id }) => id === server)?.address ?? server;
  const hearing = createHearing({
    clock,
    store: (heard) => forget('keeping how somebody is heard', desktop.settings.update({ people: [...heard] })),
    onChange() {
      audio.refresh();
      people.refresh();
    },
  });
  const people = createParticipantStore({
    clock,
    heard: (room, identity) => hearing.of({ server: serverOf.get(room) ?? null, identity }),
    onChange() {
      hearing.follow(people.participants());
      speech.follow(people.participants(), epoch());
      const came = decidePeopleCue(view.get().participants, people.participants());
      show({ participants: people.participants(), screens: people.screens() });
      if (came !== null && view.get().state.phase === 'connected') cueNow(came.cue, came.who);
    },
  });
  const audio = createRemoteAudio({
    page: document,
    clock,
    loudnessOf: (room, identity, stream) =>
      hearing.loudnessOf({ server: serverOf.get(room) ?? null, identity }, stream),
    mono: hearing.isMono,
    onBlocked: () => notify({ kind: 'playbackBlocked' }),
    onUnblocked: () => view.withdraw(({ kind }) => kind === 'playbackBlocked'),
  });
  const share = createScreenShare({
    choose: desktop.screens.choose,
    onChange: () => show({ sharing: share.getState() }),
    onFailed: (error) => notify({ kind: 'shareFailed', error }),
  });
  const screens = createScreenElements();
  const rate = createVoiceRate();
  const sampler = createPathSampler({
    clock,
    epoch,
    readStats: async () => session?.readStats(),
    onPath(next) {
      if (path !== null && next !== null && path.kind !== next.kind) {
        notify({ kind: 'pathChanged', from: path.kind, to: next.kind });
      }
      path = next;
      show({ path });
    },
  });
  const retry = createMicrophoneRetry({
    clock,
    view: microphone.getView,
    open: () => session?.openMicrophone('call'),
  });
  const watcher = createDeviceWatcher({
    mediaDevices: navigator.mediaDevices,
    clock,
    untold: (ports.bootstrap?.platform ?? 'linux') === 'linux',
    present(plugged, before) {
      // The gate does not wait for main to choose another one.
      if (isLost(devices.input?.deviceId ?? null, before, plugged, 'audioinput')) microphone.deviceLost();
      desktop.devices.present(plugged);
      retry.follow(before, plugged);
    },
  });
  const keys = createWindowKeys({ target: window, clock, onEdge: (edge) => microphone.edge(edge) });
  let localSpeaking = false;
  const showLocal = (): void =>
    people.setLocal({
      speaking: localSpeaking,
      open: microphone.getView().state === 'open',
      muted: microphone.getView().state === 'muted',
    });
  const speaking = watchLocalSpeaking({
    level: microphone.level,
    clock,
    onChange(next) {
      localSpeaking = next;
      showLocal();
    },
  });

  const cueNow = (cue: CueName, who = ''): void => {
    const telling = decideTelling(cue, {
      cues: settings.cues,
      speech: settings.cueSpeech,
      open: microphone.getView().state === 'open',
      // Chromium loads its list when it is asked for the first time.
      canSpeak: settings.cueSpeech && speechSynthesis.getVoices().length > 0,
    });
    if (telling === 'sound') cues.play(cue);
    show({ cue: { cue, id: (view.get().cue?.id ?? 0) + 1, who, spoken: telling === 'speech' } });
  };
  const watchOver = createWatchOver({
    view,
    microphone,
    clock,
    settings: () => settings,
    input: () => devices.input,
    readStats: async () => session?.readStats(),
    takeLatency: (latency) => forget('taking longer buffers', desktop.settings.update({ latency })),
  });

  const onMicrophone = (): void => {
    const before = shownMicrophone;
    const after = microphone.getView();
    shownMicrophone = after;
    speaking.setOpen(after.state === 'open');
    showLocal();
    show({ microphone: after });
    const cue = decideCue(before, after);
    if (cue !== null) cueNow(cue);
    watchOver.follow();
    const told = decideShutNotice(before, after);
    if (told !== null) notify({ kind: told });
    // Labels are readable from the first capture on.
    if (before.state === 'connecting' || before.state === 'idle') watcher.refresh();
  };

  const applyKeys = (): void => keys.setActive(isActive(view.get().state) && hotkeys.kind !== 'live');

  const onCall = (): void => {
    const machine = session?.getState() ?? idleCall;
    const state = session?.view() ?? noCall.state;
    const before = view.get().state;
    if (state.phase === 'connected') microphone.setConnected(true);
    if (state.phase === 'reconnecting') microphone.setConnected(state.mediaFlows);
    if (isActive(before) && !isActive(state)) microphone.stop();
    if (!isActive(state)) {
      share.stop();
      present(null);
    }
    people.hold(state.phase === 'reconnecting' || session?.isMoving() === true);
    // Another call that took the microphone over is connected already.
    const same =
      before.phase === 'connected' && state.phase === 'connected' && isSameChannel(before.channel, state.channel);
    if (state.phase === 'connected' && !same) {
      const cause = machine.phase === 'connected' ? machine.by : 'joined';
      sampler.start(cause, before.phase === 'reconnecting' ? path : null);
    }
    if (same && machine !== shownMachine) sampler.start('climbed', path);
    shownMachine = machine;
    const lost = state.phase === 'reconnecting' || (state.phase === 'ended' && state.reason === 'connectionLost');
    if (lost && isHeard(before) && !isHeard(state)) cueNow('connectionLost');
    if (!isActive(state)) sampler.stop();
    if (state.phase === 'ended' && before.phase !== 'ended') endedAt = epoch();
    if (!isActive(state) || state.phase === 'authorising') path = null;
    show({ state: sameState(before, state) ? before : state, path });
    muting.follow();
    applyKeys();
    watchOver.follow();
    watcher.setCalling(isActive(state));
  };

  const muting = createMuting({
    view,
    session: () => session,
    channelOf,
    ownIdentity: () => people.participants().find(({ isLocal }) => isLocal)?.identity,
    tellsDeafened(server) {
      const dialect = settings.servers.find(({ id }) => id === server)?.dialect;
      return dialect !== undefined && capabilities[dialect].tellsDeafened;
    },
    microphone,
    audio,
    presence: createPresence({
      clock,
      tell: ({ server, id }, deafened) => desktop.channels.tellDeafened(server, id, deafened),
    }),
  });

  /** What is seen of the call, and shown in it, is this Room's from now on. */
  const present = (room: Room | null): void => {
    if (room !== null) share.attach(room);
    screens.follow(room);
    people.follow(room);
  };
  const createSession = (): CallSession => {
    const own: CallSession = createCallSession({
      requestTicket: ({ server, id }, second) => desktop.channels.join(server, id, second),
      async findFault({ server }, voice) {
        const answer = await desktop.doctor.fault(server, voice);
        return answer.ok ? answer.value : null;
      },
      async probe(question) {
        const answer = await desktop.call.probe(question);
        return answer.ok ? answer.value : { udp: false, tcp: false };
      },
      haste: ports.haste,
      isQuiet: () => !localSpeaking && people.participants().every(({ speaking: speaks }) => !speaks),
      createRoom,
      microphone,
      clock,
      random: Math.random,
      packetTime: () => packetTimeOf(settings.latency, lowBandwidth),
      epoch,
      onRoom(room, silently) {
        const state = own.getState();
        if ('channel' in state) serverOf.set(room, addressOf(state.channel.server));
        audio.attach(room, silently);
        rate.attach(room);
        room.on(RoomEvent.ParticipantAttributesChanged, muting.follow).on(RoomEvent.Reconnected, muting.follow);
        restAudioContext(room);
        room.on(RoomEvent.ParticipantConnected, beside.refresh).on(RoomEvent.ParticipantDisconnected, beside.refresh);
      },
      onCurrent(room, before) {
        audio.handOver(before, room);
        if (own !== session) return;
        present(room);
        muting.follow();
      },
      onRoomGone(room) {
        audio.detach(room);
        rate.detach(room);
        share.detach(room);
      },
      onChange: () => (own === session ? onCall() : beside.refresh()),
      remember: ({ server }, ways) => desktop.call.worked({ server, ways }),
      onMutedByServer() {
        if (own !== session) return;
        muting.setMuted(true);
        notify({ kind: 'mutedByServer' });
      },
    });
    return own;
  };
  const leave = (): void => {
    if (session !== null) forget('leaving', session.leave());
  };
  const leaveAll = (): void => {
    leave();
    beside.leave(() => true);
  };
  /** Whether a call may go on beside a new one. */
  const goesOn = (channel: CallChannel, joined: CallChannel): boolean => {
    const profile = settings.servers.find(({ id }) => id === channel.server);
    return (
      channel.server === joined.server && profile !== undefined && joinTogether(profile.dialect, channel.id, joined.id)
    );
  };
  const join = (channel: CallChannel, by: StartedBy = 'person'): void => {
    const { state } = view.get();
    if (isActive(state) && state.phase !== 'idle' && isSameChannel(state.channel, channel)) return;
    const old = session;
    const waiting = beside.take(channel);
    session = waiting ?? createSession();
    beside.leave((other) => !goesOn(other, channel));
    if (old !== null && isActive(old.getState())) {
      // A switch: the capture stays open, and shut, while the old call ends beside the new one's beginning.
      microphone.channelChanged();
      microphone.setConnected(false);
      sampler.stop();
      path = null;
      present(null);
      share.stop();
      if (state.phase !== 'idle' && goesOn(state.channel, channel)) {
        const room = old.room();
        if (room !== null) share.detach(room);
        beside.add(old);
      } else forget('leaving the channel before', old.leave());
    }
    session.setMuted(view.get().muted || view.get().deafened);
    if (waiting === null) return session.join(channel, by);
    const room = waiting.room();
    if (room !== null) present(room);
    waiting.setHolding(true);
    onCall();
  };

  const networkChanged = (): void => session?.networkChanged();
  const orders = createOrders({
    channelOf,
    session: () => session,
    muting,
    microphone,
    view,
    sinceEnd: () => epoch() - endedAt,
    calls: { join, leave, leaveAll, networkChanged },
    lookAtDevices: () => watcher.refresh(),
  });

  const configureMicrophone = (): void => microphone.configure(microphoneSettingsOf(settings, devices.input));
  const configureCues = (): void =>
    cues.configure({
      volume: settings.cueVolume / 100,
      output: (devices.sounds ?? devices.output)?.deviceId ?? null,
    });
  const useSettings = (next: Settings): void => {
    settings = next;
    hearing.useSettings(next);
    configureCues();
    watchOver.follow();
    keys.setBindings({ talk: next.talkBindings });
    configureMicrophone();
  };
  const useChannels = ({ server, view: next }: OfServer<ChannelsView>): void => {
    channelsOf = { ...channelsOf, [server]: next };
    muting.follow();
    if (next.link === 'live') {
      beside.channelsGone((channel) => channel.server === server && channelOf(server, channel.id) === undefined);
    }
    const { state } = view.get();
    if (next.link !== 'live' || !isActive(state) || state.phase === 'idle' || state.channel.server !== server) return;
    if (channelOf(server, state.channel.id) === undefined) session?.channelGone();
  };
  const useDevices = (next: DeviceSelection): void => {
    const notices = decideDeviceNotices(devices, next);
    devices = next;
    audio.setOutput(next.output?.deviceId ?? null, next.output?.fallback === true);
    configureCues();
    configureMicrophone();
    view.withdraw((notice) => notice.kind === 'deviceFallback' && next[notice.device]?.fallback !== true);
    for (const notice of notices) notify(notice);
  };
  const useHotkeys = (next: HotkeyStatus): void => {
    const lost = hotkeys.kind === 'live' && next.kind !== 'live' && next.kind !== 'off';
    hotkeys = next;
    // What is toggled, latched or muted by a key has no lease that would run out: the process may have died long ago.
    if (lost) microphone.edge({ kind: 'reset', reason: 'sourceLost' });
    applyKeys();
    if (lost && isActive(view.get().state)) notify({ kind: 'hookLost' });
  };
  const stops = [
    microphone.subscribe(onMicrophone),
    microphone.onLimitNear(() => cueNow('limitNear')),
    microphone.onCompromises((compromises) => {
      view.withdraw(isCompromise);
      for (const compromise of compromises) notify(compromise);
    }),
    followDesktop(desktop, ports.bootstrap, {
      settings: useSettings,
      devices: useDevices,
      bandwidth({ low }) {
        lowBandwidth = low !== null;
        rate.setLow(lowBandwidth);
        screens.setLow(lowBandwidth);
      },
      hotkeys: useHotkeys,
      channels: useChannels,
      edge: microphone.edge,
      command: orders.obey,
      moderated: orders.followModeration,
      signedOut(server) {
        beside.leave((channel) => channel.server === server);
        const { state } = view.get();
        if (state.phase !== 'idle' && state.channel.server === server) leave();
      },
    }),
  ];
  const dispose = (): void => {
    for (const stop of stops) stop();
    window.removeEventListener('pagehide', dispose);
    window.removeEventListener('online', networkChanged);
    leaveAll();
    microphone.stop();
    sampler.stop();
    watcher.dispose();
    watchOver.stop();
    keys.dispose();
    cues.dispose();
  };
  window.addEventListener('pagehide', dispose);
  window.addEventListener('online', networkChanged);

  return {
    subscribe: view.subscribe,
    getSnapshot: view.get,
    microphoneLevel: microphone.level,
    join,
    leave,
    leaveAll,
    leaveBeside: (channel) => beside.leave((other) => isSameChannel(other, channel)),
    dismiss: () => session?.dismiss(),
    setMuted: muting.setMuted,
    setDeafened: muting.setDeafened,
    announceWaiting: () => cues.play('waiting'),
    holdTalk: () => microphone.holdTalk(),
    releaseTalk: () => microphone.releaseTalk(),
    reopenMicrophone: () => microphone.reopen(),
    tryMicrophone: (onTrouble) => tryMicrophone({ settings: captureSettingsOf(settings, devices.input), onTrouble }),
    cues: { play: cues.play, own: cueFiles.own, replace: cueFiles.replace, reset: cueFiles.reset },
    soundCheck: createSoundCheck({
      settings: () => captureSettingsOf(settings, devices.input),
      output: () => devices.output?.deviceId ?? null,
    }),
    speechOf: (identity) => speech.spansOf(identity, epoch()),
    retryMicrophone: () => session?.openMicrophone('person'),
    shareScreen: share.start,
    stopSharing: share.stop,
    attachScreen: screens.attach,
    setHeard(identity, change, server) {
      const { state } = view.get();
      const here = state.phase === 'idle' ? null : addressOf(state.channel.server);
      const name = people.participants().find((person) => person.identity === identity)?.name;
      hearing.set({ server: server === undefined ? here : server, identity }, name ?? '', change);
    },
    dispose,
  };
}

const isCompromise = ({ kind }: CallNotice): boolean =>
  kind === 'deviceRefused' || kind === 'suppressorFailed' || kind === 'graphFailed';

const sameState = (a: CallView['state'], b: CallView['state']): boolean => JSON.stringify(a) === JSON.stringify(b);
