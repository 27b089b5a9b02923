import { expect, it } from 'vitest';
import { decideBounds, firstWindow } from './windowState.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const saved = { x: 100, y: 50, width: 1000, height: 700, maximized: false };

it('opens as it was left', () => {
  expect(decideBounds(saved, [screen])).toEqual({ x: 100, y: 50, width: 1000, height: 700 });
});

it('opens on a screen that is there, at the size it was left', () => {
  expect(decideBounds({ ...saved, x: 3000 }, [screen])).toEqual({ width: 1000, height: 700 });
  expect(decideBounds({ ...saved, y: -500 }, [screen])).toEqual({ width: 1000, height: 700 });
  expect(decideBounds({ ...saved, x: 3000 }, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 3000 });
});

it('never opens smaller than it can be used', () => {
  expect(decideBounds({ ...saved, width: 320, height: 240 }, [screen])).toMatchObject({ width: 480, height: 320 });
  expect(decideBounds(null, [screen])).toEqual(firstWindow);
});
