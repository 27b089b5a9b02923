import { systemScreenChoice } from '@parley/shared/ipc/channels';
import type { ScreenSource } from '@parley/shared/ipc/contract';

export interface CapturedSource {
  readonly id: string;
  readonly name: string;
  readonly thumbnail: { isEmpty(): boolean; toDataURL(): string };
}

/** What may be captured, and what the next request of the page gets. Nothing is captured that a person did not choose. */
export interface ScreenService {
  list(): Promise<readonly ScreenSource[]>;
  choose(sourceId: string | null): void;
  /** True while a choice waits to be spent: the permission handlers ask this. */
  isExpected(): boolean;
  /** Spends the choice: the source to hand to `getDisplayMedia`, or null to refuse. */
  take(): Promise<CapturedSource | null>;
}

/** A choice that nobody spent is forgotten after this long, ms. */
const choiceLife = 10_000;

export function createScreens(ports: {
  sources: (withThumbnails: boolean) => Promise<readonly CapturedSource[]>;
  systemPicker: boolean;
  now: () => number;
}): ScreenService {
  let choice: { readonly id: string; readonly until: number } | null = null;
  let offered = new Set<string>();
  const valid = (): boolean => choice !== null && ports.now() < choice.until;
  return {
    async list() {
      // On Wayland listing *is* the portal's dialog (electron/electron#30652), so nothing is listed there.
      if (ports.systemPicker) return [];
      const sources = await ports.sources(true);
      offered = new Set(sources.map(({ id }) => id));
      return sources.map(({ id, name, thumbnail }) => ({
        id,
        name: name.slice(0, 256),
        kind: id.startsWith('screen:') ? 'screen' : 'window',
        thumbnail: thumbnail.isEmpty() ? '' : thumbnail.toDataURL(),
      }));
    },
    choose(sourceId) {
      const allowed =
        sourceId !== null && (ports.systemPicker ? sourceId === systemScreenChoice : offered.has(sourceId));
      choice = allowed ? { id: sourceId, until: ports.now() + choiceLife } : null;
    },
    isExpected: valid,
    async take() {
      const wanted = valid() ? choice?.id : undefined;
      choice = null;
      if (wanted === undefined) return null;
      // Listed again: a window that was closed since must not become somebody else's.
      const sources = await ports.sources(false);
      return (wanted === systemScreenChoice ? sources[0] : sources.find(({ id }) => id === wanted)) ?? null;
    },
  };
}
