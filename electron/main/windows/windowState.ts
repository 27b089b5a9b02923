import type { Settings } from '@parley/shared/settings/settings';

type Bounds = NonNullable<Settings['window']>;
interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const smallestWindow = { width: 480, height: 320 };
export const firstWindow = { width: 1180, height: 760 };

/** Where the window opens: as it was left, if enough of it to grab is still on a screen; otherwise the system decides. */
export function decideBounds(
  saved: Bounds | null,
  screens: readonly Area[],
): Partial<Area> & { width: number; height: number } {
  if (saved === null) return firstWindow;
  const width = Math.max(smallestWindow.width, saved.width);
  const height = Math.max(smallestWindow.height, saved.height);
  const visible = screens.some(
    (screen) =>
      Math.min(saved.x + width, screen.x + screen.width) - Math.max(saved.x, screen.x) >= 120 &&
      saved.y >= screen.y - 8 &&
      saved.y <= screen.y + screen.height - 48,
  );
  return visible ? { x: saved.x, y: saved.y, width, height } : { width, height };
}
