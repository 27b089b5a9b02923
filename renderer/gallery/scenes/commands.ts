import { inCall, manyChannels, people, signedIn } from '../fixtures.ts';
import { together, type Scene } from '../scene.ts';

const typed = (name: string, title: string, text: string): Scene => ({
  id: `palette-${name}`,
  title: `Commands: ${title}`,
  setup: () => together(inCall(people(3)), { view: { dialog: 'palette' } }),
  after: (hand) => hand.type('.palette-search input', text),
});

export const commandScenes: readonly Scene[] = [
  {
    id: 'palette',
    title: 'Commands: nothing typed',
    setup: () => together(inCall(people(3)), { view: { dialog: 'palette' } }),
  },
  typed('results', 'some found', 're'),
  typed('none', 'nothing found', 'xylophone'),
  {
    id: 'palette-400',
    title: 'Commands: 400 channels',
    setup: () => together(signedIn(manyChannels(400)), { view: { dialog: 'palette' } }),
  },
  {
    id: 'shortcuts',
    title: 'Shortcuts',
    setup: () => together(signedIn(), { view: { dialog: 'shortcuts' } }),
  },
  {
    id: 'shortcuts-macos',
    title: 'Shortcuts on macOS',
    setup: () => together(signedIn(), { desktop: { platform: 'macos' }, view: { dialog: 'shortcuts' } }),
  },
  {
    id: 'rail-tooltip',
    title: 'A tooltip of the rail',
    setup: () => signedIn(),
    after: (hand) => hand.focus('[data-action="settings"]'),
  },
];
