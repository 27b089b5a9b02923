import { deviceIdentityOf } from '@parley/shared/backends/deviceIdentity';
import type { ParticipantView, ScreenView } from '../callView.ts';

/**
 * The people of a call in the order in which they are shown, which does not change while they talk: by name as people
 * sort names, then by identity. Entries that did not change are the very objects of `before`, and so is the list.
 */
export function listParticipants(
  before: readonly ParticipantView[],
  now: readonly ParticipantView[],
): readonly ParticipantView[] {
  const sorted = now.toSorted((a, b) => byName.compare(a.name, b.name) || compareText(a.identity, b.identity));
  return keepUnchanged(before, sorted, ({ identity }) => identity);
}

/** Screens by the name of who shows them, then by id. */
export function listScreens(before: readonly ScreenView[], now: readonly ScreenView[]): readonly ScreenView[] {
  const sorted = now.toSorted((a, b) => byName.compare(a.name, b.name) || compareText(a.id, b.id));
  return keepUnchanged(before, sorted, ({ id }) => id);
}

/** People rather than participants: two sessions of one device are one, as it is while a call moves. */
export function mergeSessions(sessions: readonly ParticipantView[]): readonly ParticipantView[] {
  return [...Map.groupBy(sessions, ({ identity }) => deviceIdentityOf(identity))].flatMap(([identity, same]) => {
    const known = same.find(({ isLocal }) => isLocal) ?? same[0];
    if (known === undefined) return [];
    // Of ourselves only this side counts: what the other session says is older.
    if (same.length === 1 || known.isLocal) return { ...known, identity };
    return {
      ...known,
      identity,
      speaking: same.some(({ speaking }) => speaking),
      microphone: microphones.find((state) => same.some(({ microphone }) => microphone === state)) ?? 'none',
      deafened: same.some(({ deafened }) => deafened),
      sharing: same.some(({ sharing }) => sharing),
      screenVolume: same.find(({ screenVolume }) => screenVolume !== null)?.screenVolume ?? null,
    };
  });
}

/** What is heard comes first. */
const microphones: readonly ParticipantView['microphone'][] = ['open', 'shut', 'muted', 'none'];

/** One screen of each device: while a call moves, the one of its later session, which comes last. */
export const mergeScreens = (screens: readonly ScreenView[]): readonly ScreenView[] => [
  ...new Map(
    screens.map((screen) => {
      const identity = deviceIdentityOf(screen.identity);
      return [identity, { ...screen, identity }];
    }),
  ).values(),
];

/** Somebody who is not there just now, and counts as present until then (by `Clock.now`, ms). */
export interface Awaited {
  readonly person: ParticipantView;
  readonly until: number;
}

/**
 * When a program's connection is replaced by another of the same identity, LiveKit tells that it left and that it joined,
 * one after the other: whoever vanishes is awaited for so long, ms.
 */
export const takeover = 400;

/** @param before who was shown until now, whoever was awaited among them */
export function nextAwaited(
  awaited: readonly Awaited[],
  before: readonly ParticipantView[],
  present: readonly ParticipantView[],
  now: number,
): readonly Awaited[] {
  const known = new Set([...present, ...awaited.map(({ person }) => person)].map(({ identity }) => identity));
  const vanished = before.filter(({ identity, isLocal }) => !isLocal && !known.has(identity));
  return [
    ...awaited.filter(
      ({ person, until }) => until > now && !present.some(({ identity }) => identity === person.identity),
    ),
    ...silenced(vanished).map((person): Awaited => ({ person, until: now + takeover })),
  ];
}

/** Nobody is heard while the connection is away. */
export function silenced(before: readonly ParticipantView[]): readonly ParticipantView[] {
  if (!before.some(({ isLocal, speaking }) => speaking && !isLocal)) return before;
  return before.map((person) =>
    person.isLocal || !person.speaking
      ? person
      : { ...person, speaking: false, microphone: person.microphone === 'open' ? 'shut' : person.microphone },
  );
}

/** What our own microphone does, as only this program knows at once. */
export interface OwnSound {
  readonly speaking: boolean;
  readonly open: boolean;
  readonly muted: boolean;
}

/** The same list where nothing of it changed. */
export function withOwnSound(before: readonly ParticipantView[], own: OwnSound): readonly ParticipantView[] {
  const microphone = own.muted ? 'muted' : own.open ? 'open' : 'shut';
  const isSo = (person: ParticipantView): boolean =>
    !person.isLocal ||
    person.microphone === 'none' ||
    (person.microphone === microphone && person.speaking === own.speaking);
  return before.every(isSo)
    ? before
    : before.map((person) => (isSo(person) ? person : { ...person, microphone, speaking: own.speaking }));
}

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function keepUnchanged<T extends object>(
  before: readonly T[],
  now: readonly T[],
  keyOf: (entry: T) => string,
): readonly T[] {
  const known = new Map(before.map((entry) => [keyOf(entry), entry]));
  const kept = now.map((entry) => {
    const old = known.get(keyOf(entry));
    return old !== undefined && sameFields(old, entry) ? old : entry;
  });
  const same = kept.length === before.length && kept.every((entry, index) => entry === before[index]);
  return same ? before : kept;
}

const sameFields = (a: object, b: object): boolean =>
  Object.entries(b).every(([name, value]) => Object.is(Reflect.get(a, name), value));
