import type { ParticipantView } from '../callView.ts';

/** Somebody in a call who says nothing, for tests and pictures: by the identity's own name unless `change` has another. */
export const participant = (identity: string, change: Partial<ParticipantView> = {}): ParticipantView => ({
  identity,
  name: identity,
  isLocal: false,
  speaking: false,
  microphone: 'shut',
  sharing: false,
  volume: 100,
  screenVolume: null,
  deafened: false,
  maySpeak: true,
  blocked: false,
  priority: false,
  ...change,
});
