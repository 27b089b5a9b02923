import { LogLevel, Room, RoomEvent, Track, setLogLevel } from 'livekit-client';
import type { EarPage } from './pages.ts';

setLogLevel(LogLevel.silent);

/** Two tones come from two speakers: whose it is is known by the track. */
interface Ear {
  readonly analyser: AnalyserNode;
  /** Whether it was loud, from when on, in order. */
  readonly changes: { at: number; loud: boolean }[];
}

const context = new AudioContext();
const ears = new Map<string, Set<Ear>>();
const samples = new Float32Array(256);
/** Shorter ones are between two sounds, ms. */
const silence = 150;
const now = (): number => performance.timeOrigin + performance.now();

function look(): void {
  for (const all of ears.values()) {
    for (const { analyser, changes } of all) {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const loud = Math.sqrt(power) > 0.02;
      if (changes.at(-1)?.loud !== loud) changes.push({ at: now(), loud });
    }
  }
}
// Chromium's timers are as fine as 4 ms.
setInterval(look, 4);

let room: Room | null = null;
const isLoudAt = ({ changes }: Ear, moment: number): boolean =>
  changes.findLast(({ at }) => at <= moment)?.loud === true;

const ear: EarPage = {
  async join(url, token) {
    await room?.disconnect();
    ears.clear();
    room = new Room();
    room.on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => {
      if (track.kind !== Track.Kind.Audio) return;
      // WebAudio hears a remote track only while an element plays it.
      const element = track.attach();
      element.muted = true;
      document.body.append(element);
      const analyser = new AnalyserNode(context, { fftSize: 256 });
      context.createMediaStreamSource(new MediaStream([track.mediaStreamTrack])).connect(analyser);
      const own = ears.get(identity) ?? new Set();
      own.add({ analyser, changes: [{ at: now(), loud: false }] });
      ears.set(identity, own);
    });
    await room.connect(url, token);
  },
  heardAfter(identity, moment) {
    const times = [...(ears.get(identity) ?? [])].flatMap((one) =>
      isLoudAt(one, moment) ? [moment] : one.changes.filter(({ at, loud }) => loud && at > moment).map(({ at }) => at),
    );
    return times.length === 0 ? null : Math.min(...times);
  },
  heardAgain(identity, moment) {
    // Whatever is loud in any of the tracks, in order; what lies closer together than a silence is one.
    const stretches = [...(ears.get(identity) ?? [])]
      .flatMap(({ changes }) =>
        changes.flatMap(({ at, loud }, index) =>
          loud ? [{ from: at, to: changes[index + 1]?.at ?? Number.POSITIVE_INFINITY }] : [],
        ),
      )
      .toSorted((a, b) => a.from - b.from);
    let until = moment;
    for (const { from, to } of stretches) {
      if (to <= moment) continue;
      if (from > until + silence) return from;
      until = Math.max(until, to);
    }
    return null;
  },
  silentAfter(identity, moment) {
    const all = [...(ears.get(identity) ?? [])];
    const lasts = all.map(({ changes }) => changes.at(-1));
    if (lasts.some((last) => last?.loud === true)) return null;
    const since = Math.max(moment, ...lasts.map((last) => last?.at ?? 0));
    return now() - since > silence ? since : null;
  },
};
Object.assign(window, { ear });
