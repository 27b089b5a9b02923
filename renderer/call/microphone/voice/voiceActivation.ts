/** When a voice opens the microphone. */
export interface VoiceRules {
  /** Louder than this is a voice, dBFS. */
  readonly threshold: number;
  /** How long it has to be louder before it opens, ms: a click does not. */
  readonly attack: number;
  /** How long it stays open after it became quieter, ms: pauses between words do not shut. */
  readonly hangover: number;
}

/** `loudSince`: null while it is quiet. `loudAt`: when it was loud last; null after it shut. ms of any monotonic clock. */
export interface VoiceState {
  readonly open: boolean;
  readonly loudSince: number | null;
  readonly loudAt: number | null;
}

export const quiet: VoiceState = { open: false, loudSince: null, loudAt: null };

/** Without a level for this long nobody knows whether there is a voice: shut, ms. */
export const levelTimeout = 250;

/**
 * What one more level, measured at `t`, makes of the state. A level that is no number is silence. Once it is open,
 * anything above the threshold less `hysteresis` keeps it open, so that a voice at the threshold does not flutter.
 */
export function nextVoice(state: VoiceState, level: number, t: number, rules: VoiceRules): VoiceState {
  const loud = level > (state.open ? rules.threshold - hysteresis : rules.threshold);
  if (loud) {
    // The clock may have jumped back: then it begins anew.
    const loudSince = state.loudSince === null || state.loudSince > t ? t : state.loudSince;
    return { open: state.open || t - loudSince >= rules.attack, loudSince, loudAt: t };
  }
  const { loudAt } = state;
  const open = state.open && loudAt !== null && t >= loudAt && t - loudAt < rules.hangover;
  return { open, loudSince: null, loudAt: open ? loudAt : null };
}

/** dB. */
const hysteresis = 4;
