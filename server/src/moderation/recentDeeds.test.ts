import { deedLife } from '@parley/shared/backends/parley/channels';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRecentDeeds, type Deed } from './recentDeeds.ts';

const deed = (id: string): Deed => ({
  type: 'moderation',
  id,
  action: 'kick',
  reason: '',
  by: { id: 'root', name: 'Root' },
  channelId: 'lobby',
});

it('tells of each person what was done to them in the last two minutes, in order, the last twenty', () => {
  const step = fc.record({ who: fc.constantFrom('ada', 'bo', 'cy'), after: fc.integer({ min: 0, max: deedLife }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: deedLife }), (steps, later) => {
      let now = 0;
      const recent = createRecentDeeds(() => now);
      const all = steps.map(({ who, after }, index) => {
        now += after;
        recent.add(who, deed(`${index}`));
        return { who, at: now, id: `${index}` };
      });
      now += later;
      for (const person of ['ada', 'bo', 'cy', 'nobody']) {
        const own = all.filter(({ who, at }) => who === person && now - at < deedLife).map(({ id }) => id);
        expect(recent.of(person).map(({ id }) => id)).toEqual(own.slice(-20));
      }
    }),
  );
});
