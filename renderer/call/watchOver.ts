import type { DeviceSelection } from '@parley/shared/ipc/contract';
import type { Settings } from '@parley/shared/settings/settings';
import type { Clock } from './microphone/clock.ts';
import type { Microphone } from './microphone/microphone.ts';
import { watchMutedTalk } from './microphone/watchMutedTalk.ts';
import { watchSilence } from './microphone/watchSilence.ts';
import { watchUnderruns, type Latency } from './playback/watchUnderruns.ts';
import type { StatsReport } from './transport/pathOf.ts';
import type { ViewStore } from './viewStore.ts';

/**
 * What is listened for in a call besides, and told: a microphone that gives nothing but zeros, talking while muted, and
 * gaps from buffers that are too short, which are made longer.
 */
export function createWatchOver(ports: {
  readonly view: ViewStore;
  readonly microphone: Microphone;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly input: () => DeviceSelection['input'];
  readonly readStats: () => Promise<StatsReport | undefined>;
  readonly takeLatency: (latency: Latency) => void;
}): {
  /** The call, the microphone, its device or the settings changed. */
  follow(): void;
  stop(): void;
} {
  const { view, clock, settings, input, microphone } = ports;
  const { level } = microphone;
  const silence = watchSilence({
    level,
    clock,
    onSilent: () => view.notify({ kind: 'microphoneSilent', label: input()?.label ?? '' }),
    onOver: () => view.withdraw(({ kind }) => kind === 'microphoneSilent'),
  });
  const mutedTalk = watchMutedTalk({ level, clock, onTalk: () => view.notify({ kind: 'talkingWhileMuted' }) });
  const underruns = watchUnderruns({
    clock,
    readStats: ports.readStats,
    latency: () => settings().latency,
    onGaps(latency) {
      ports.takeLatency(latency);
      view.notify({ kind: 'soundGaps' });
    },
  });
  return {
    follow() {
      const { state } = microphone.getView();
      const { muted, deafened, state: call } = view.get();
      const connected = call.phase === 'connected';
      const works = connected && state !== 'idle' && state !== 'trouble' && state !== 'connecting';
      silence.setActive(works ? (input()?.deviceId ?? '') : null);
      underruns.setActive(connected && settings().latency !== 'safe');
      mutedTalk.setActive(works && muted && !deafened && state === 'muted' && settings().mutedHint);
    },
    stop() {
      silence.setActive(null);
      mutedTalk.setActive(false);
      underruns.setActive(false);
    },
  };
}
