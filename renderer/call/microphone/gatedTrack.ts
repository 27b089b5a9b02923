/**
 * A clone of the captured track to publish. `enabled` of this object is a wish that everybody may write (the LiveKit SDK
 * does, in mute, unmute and restart): the browser's own property becomes true only while the gate is open as well. Its
 * clones are gated in the same way, because a browser's clone of an enabled track would stay enabled.
 */
export interface GatedTracks {
  create(source: MediaStreamTrack): MediaStreamTrack;
  /** Takes effect before it returns. */
  setOpen(open: boolean): void;
  /** Such a track stays shut while the gate is open: it takes over from another in a moment. */
  setHeld(track: MediaStreamTrack, held: boolean): void;
  /** Ends and forgets the tracks made from this source, or all. */
  stop(source?: MediaStreamTrack): void;
}

interface Gated {
  readonly source: MediaStreamTrack;
  readonly track: MediaStreamTrack;
  apply(): void;
  hold(held: boolean): void;
}

export function createGatedTracks(): GatedTracks {
  let open = false;
  let gated: readonly Gated[] = [];

  const gate = (source: MediaStreamTrack, native: MediaStreamTrack, initiallyWanted: boolean): MediaStreamTrack => {
    // The property of the prototype does the work; the instance hides it.
    const enabled = findProperty(native, 'enabled');
    let wanted = initiallyWanted;
    let held = false;
    const apply = (): void => enabled.set(wanted && open && !held);
    Object.defineProperty(native, 'enabled', {
      configurable: false,
      get: () => enabled.get(),
      set(value: unknown) {
        wanted = Boolean(value);
        apply();
      },
    });
    const clone = native.clone.bind(native);
    Object.defineProperty(native, 'clone', { configurable: false, value: () => gate(source, clone(), wanted) });
    apply();
    // Tracks that someone else ended need no gate any more.
    const hold = (next: boolean): void => {
      held = next;
      apply();
    };
    gated = [...gated.filter(({ track }) => track.readyState === 'live'), { source, track: native, apply, hold }];
    return native;
  };

  return {
    create: (source) => gate(source, source.clone(), true),
    setOpen(next) {
      open = next;
      for (const { apply } of gated) apply();
    },
    setHeld: (track, held) => gated.find((entry) => entry.track === track)?.hold(held),
    stop(source) {
      const ending = gated.filter((entry) => source === undefined || entry.source === source);
      gated = gated.filter((entry) => !ending.includes(entry));
      for (const { track } of ending) track.stop();
    },
  };
}

function findProperty(track: MediaStreamTrack, name: 'enabled'): { get(): boolean; set(value: boolean): void } {
  for (let holder: unknown = track; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const { get, set } = Object.getOwnPropertyDescriptor(holder, name) ?? {};
    if (get !== undefined && set !== undefined) {
      return { get: () => Boolean(get.call(track)), set: (value) => set.call(track, value) };
    }
  }
  // Without the accessor there would be no gate: better no track than one that is always open.
  throw new Error('this browser has no accessor for MediaStreamTrack.enabled');
}
