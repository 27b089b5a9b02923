import { error, inCall, people, person, screens, screenSources } from '../fixtures.ts';
import { together, type Scene } from '../scene.ts';
import type { DesktopSetup } from '../doubles/desktop.ts';

const sharing = (index: number): ReturnType<typeof person> => person(index, { sharing: true });

const picker = (name: string, title: string, sources: NonNullable<DesktopSetup['sources']>): Scene => ({
  id: `screen-picker-${name}`,
  title: `Screen picker: ${title}`,
  setup: () => together(inCall(people(3)), { desktop: { sources }, view: { dialog: 'screenPicker' } }),
});

export const screenScenes: readonly Scene[] = [
  {
    id: 'screen-1',
    title: 'One screen shared',
    setup: () => inCall([person(0), sharing(1), ...people(5).slice(2)], { screens: screens(person(1)) }),
  },
  {
    id: 'screen-3',
    title: 'Three screens shared',
    setup: () =>
      inCall([person(0), sharing(1), sharing(2), sharing(3), ...people(8, [5]).slice(4)], {
        screens: screens(
          person(1),
          person(2),
          person(3, { name: 'A person of rather a long name, as there are some' }),
        ),
      }),
  },
  {
    id: 'screen-spared',
    title: 'A screen that is not received on a metered network',
    setup: () =>
      together(inCall([person(0), sharing(1), ...people(5).slice(2)], { screens: screens(person(1)) }), {
        desktop: { bandwidth: { low: 'metered', metered: true } },
      }),
  },
  {
    id: 'screen-own',
    title: 'Our own screen shared',
    setup: () => inCall([sharing(0), ...people(5).slice(1)], { screens: screens(person(0)), sharing: 'on' }),
  },
  {
    id: 'screen-starting',
    title: 'Our own screen about to be shared',
    setup: () => inCall(people(5), { sharing: 'starting' }),
  },
  {
    id: 'screen-50',
    title: 'A screen shared among 50 people',
    setup: () => inCall([person(0), sharing(1), ...people(50, [7]).slice(2)], { screens: screens(person(1)) }),
  },
  picker('0', 'nothing to choose', { ok: true, value: [] }),
  picker('3', '3 sources', { ok: true, value: screenSources(3) }),
  picker('40', '40 sources', { ok: true, value: screenSources(40) }),
  picker('loading', 'looking', 'pending'),
  picker('error', 'refused', { ok: false, error: error('screenRefused', 'forbidden') }),
  {
    ...picker('chosen', 'one chosen', { ok: true, value: screenSources(6) }),
    after: (hand) => hand.press('[data-source-id="source-2"]'),
  },
];
