/** When a call is to need little: `system` while the system says that the network is metered. */
export const lowBandwidthModes = ['off', 'system', 'on'] as const;
export type LowBandwidthMode = (typeof lowBandwidthModes)[number];

export interface BandwidthView {
  /** Calls send a thinner voice and receive no screen until somebody asks for it. */
  readonly low: boolean;
  /** What the system says of its network; null where it cannot be asked. */
  readonly metered: boolean | null;
}

export const bandwidthOf = (mode: LowBandwidthMode, metered: boolean | null): BandwidthView => ({
  low: mode === 'on' || (mode === 'system' && metered === true),
  metered,
});
