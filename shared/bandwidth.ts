/** When a call is to need little: `system` while the system says that the network is metered. */
export const lowBandwidthModes = ['off', 'system', 'on'] as const;
export type LowBandwidthMode = (typeof lowBandwidthModes)[number];

/** `chosen`: by the person, for every network. */
export type LowCause = 'chosen' | 'metered';

export interface BandwidthView {
  /** Why calls send a thinner voice, and receive no screen until somebody asks for it; null: they do not. */
  readonly low: LowCause | null;
  /** What the system says of its network; null where it cannot be asked. */
  readonly metered: boolean | null;
}

export const bandwidthOf = (mode: LowBandwidthMode, metered: boolean | null): BandwidthView => ({
  low: mode === 'on' ? 'chosen' : mode === 'system' && metered === true ? 'metered' : null,
  metered,
});
