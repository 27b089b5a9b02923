import type { AbsenceChange } from '@parley/shared/absence';

/** What the parts of a Linux desktop say about one session, each for itself. */
export interface SessionState {
  /** logind's `Lock` was asked for. A locker answers it, and only some tell by `Unlock` that it is over. */
  readonly asked: boolean;
  /** logind's `LockedHint`. */
  readonly hinted: boolean;
  /** Bus names of the screen savers and lockers that cover the screen. */
  readonly savers: ReadonlySet<string>;
  /** logind's `Active`: the session is the one that is shown. */
  readonly active: boolean;
}

export type SessionNews =
  | { readonly kind: 'lock' | 'unlock' }
  | { readonly kind: 'hint'; readonly locked: boolean }
  | { readonly kind: 'saver'; readonly name: string; readonly covers: boolean }
  | { readonly kind: 'active'; readonly active: boolean };

/** As long as nobody has said anything. */
export const quietSession: SessionState = { asked: false, hinted: false, savers: new Set(), active: true };

const isLocked = ({ asked, hinted, savers }: SessionState): boolean => asked || hinted || savers.size > 0;

/** Locked while any of them says so. Each word that locks is a beginning of its own: one that was missed ends nothing. */
export function nextSession(
  before: SessionState,
  news: SessionNews,
): { readonly state: SessionState; readonly changes: readonly AbsenceChange[] } {
  const state = take(before, news);
  const changes: AbsenceChange[] = [];
  if (locks(news)) changes.push({ kind: 'begins', cause: 'lockScreen' });
  else if (isLocked(before) && !isLocked(state)) changes.push({ kind: 'ends', cause: 'lockScreen' });
  if (before.active !== state.active) changes.push({ kind: state.active ? 'ends' : 'begins', cause: 'sessionSwitch' });
  return { state, changes };
}

const locks = (news: SessionNews): boolean =>
  news.kind === 'lock' || (news.kind === 'hint' && news.locked) || (news.kind === 'saver' && news.covers);

function take(state: SessionState, news: SessionNews): SessionState {
  switch (news.kind) {
    case 'lock':
      return { ...state, asked: true };
    case 'unlock':
      return { ...state, asked: false };
    // Whoever says that it is open again answers what was asked for before.
    case 'hint':
      return { ...state, hinted: news.locked, asked: state.asked && news.locked };
    case 'saver': {
      const savers = new Set(state.savers);
      if (news.covers) savers.add(news.name);
      else savers.delete(news.name);
      return { ...state, savers, asked: state.asked && news.covers };
    }
    case 'active':
      return { ...state, active: news.active };
  }
}

/** Of `org.freedesktop.DBus.Properties`: what `PropertiesChanged` tells of a session of logind, or `GetAll`. */
export function readSessionProperties(properties: unknown): readonly SessionNews[] {
  const hint: unknown = Reflect.get(Object(properties), 'LockedHint');
  const active: unknown = Reflect.get(Object(properties), 'Active');
  return [
    ...(typeof hint === 'boolean' ? [{ kind: 'hint', locked: hint } as const] : []),
    ...(typeof active === 'boolean' ? [{ kind: 'active', active } as const] : []),
  ];
}
