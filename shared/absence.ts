/** Why nobody can be sure that who presses a key is the person whose call it is: a locked screen still hears keys. */
export type AbsenceCause = 'suspend' | 'lockScreen' | 'sessionSwitch';

export interface AbsenceChange {
  readonly kind: 'begins' | 'ends';
  readonly cause: AbsenceCause;
}

/** Every cause that lasts; empty: the person is there. */
export type Absence = ReadonlySet<AbsenceCause>;

/** A cause ends by its own end alone: a machine that wakes up behind a closed lid is locked still. */
export function nextAbsence(absence: Absence, { kind, cause }: AbsenceChange): Absence {
  const next = new Set(absence);
  if (kind === 'begins') next.add(cause);
  else next.delete(cause);
  return next;
}
