import type { CallNotice, CallView } from './callView.ts';

/** As many as a person might still scroll through. */
const kept = 20;

export type Without<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;

/** Newest last; the oldest go. What was told of the same matter before is old news: one notice, with a fresh time. */
export function addNotice(
  notices: readonly CallNotice[],
  notice: Without<CallNotice>,
  at: number,
): readonly CallNotice[] {
  const id = (notices.at(-1)?.id ?? 0) + 1;
  const others = notices.filter((one) => matterOf(one) !== matterOf(notice));
  return [...others, { ...notice, id, at }].slice(-kept);
}

/** Of one matter only the last is worth knowing. */
function matterOf(notice: Without<CallNotice>): string {
  switch (notice.kind) {
    case 'deviceFallback':
    case 'deviceReturned':
      return `device ${notice.device}`;
    case 'moderated':
      return `${notice.action.replace('un', '')} ${notice.told.everywhere ? 'everywhere' : notice.channel}`;
    default:
      return notice.kind;
  }
}

/** Whether it still says how things are. What only tells of something that happened holds until it is dismissed. */
export function stillHolds(notice: CallNotice, view: Pick<CallView, 'microphone' | 'muted' | 'sharing'>): boolean {
  const { state } = view.microphone;
  switch (notice.kind) {
    case 'maximumHold':
    case 'latchLimit':
    case 'hookLost':
    case 'deviceLost':
      // Each says that the microphone was shut.
      return state !== 'open' && state !== 'idle';
    case 'microphoneSilent':
      return state !== 'trouble' && state !== 'idle';
    case 'deviceRefused':
    case 'suppressorFailed':
    case 'graphFailed':
      return state !== 'idle';
    case 'talkingWhileMuted':
    case 'mutedByServer':
      return view.muted;
    case 'shareFailed':
      return view.sharing !== 'on';
    case 'playbackBlocked':
    case 'deviceFallback':
    case 'deviceReturned':
    case 'pathChanged':
    case 'soundGaps':
    case 'muteOver':
    case 'moderated':
      return true;
  }
}
