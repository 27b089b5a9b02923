import { expect, it } from 'vitest';
import type { ParticipantView } from '../../call/callView.ts';
import { namesakes } from './namesakes.ts';

const person = (identity: string, name: string): ParticipantView => ({
  ...{ identity, name, isLocal: false, speaking: false, microphone: 'shut', sharing: false, volume: 1 },
});

it('numbers those who share a name, and nobody else', () => {
  const people = [person('a', 'Ada'), person('b', 'Ada'), person('c', 'Bo'), person('d', 'Ada')];
  expect(namesakes(people)).toEqual(
    new Map([
      ['a', 1],
      ['b', 2],
      ['d', 3],
    ]),
  );
  expect(namesakes([person('a', 'Ada'), person('c', 'Bo')]).size).toBe(0);
});
