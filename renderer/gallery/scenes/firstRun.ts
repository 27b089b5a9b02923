import type { Setup, Scene } from '../scene.ts';
import { together } from '../scene.ts';
import { devices, error, signedIn } from '../fixtures.ts';

const fresh = (): Setup => together(signedIn(), { desktop: { settings: { introduced: false }, present: devices } });

export const firstRunScenes: readonly Scene[] = [
  {
    id: 'first-run-microphone-waiting',
    title: 'First run: nothing heard yet',
    setup: () => together(fresh(), { call: { trial: -54 } }),
  },
  {
    id: 'first-run-microphone-heard',
    title: 'First run: heard',
    setup: () => together(fresh(), { call: { trial: 'voice' } }),
  },
  {
    id: 'first-run-microphone-loud',
    title: 'First run: too loud',
    setup: () => together(fresh(), { call: { trial: -1 } }),
  },
  {
    id: 'first-run-microphone-refused',
    title: 'First run: microphone refused',
    setup: () => together(fresh(), { call: { trial: error('microphoneRefused', 'forbidden') } }),
  },
  {
    id: 'first-run-microphone-absent',
    title: 'First run: no microphone',
    setup: () =>
      together(fresh(), {
        desktop: { present: [], devices: { input: null, output: null, sounds: null } },
        call: { trial: error('microphoneAbsent', 'notFound') },
      }),
  },
  {
    id: 'first-run-key',
    title: 'First run: the key',
    setup: () => together(fresh(), { view: { introduction: 'key' } }),
  },
  {
    id: 'first-run-key-none',
    title: 'First run: no key yet, keys only in this window',
    setup: () =>
      together(fresh(), {
        desktop: {
          settings: { talkBindings: [] },
          hotkeys: { kind: 'degraded', source: 'window', cause: 'wayland', commands: true },
        },
        view: { introduction: 'key' },
      }),
  },
  {
    id: 'first-run-key-recording',
    title: 'First run: a key is recorded',
    setup: () => together(fresh(), { view: { introduction: 'key' } }),
    after: (hand) => hand.press('[data-action="record"]'),
  },
];
