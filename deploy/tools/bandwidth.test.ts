import { expect, it } from 'vitest';
import { bandwidthOf, inWords, qualities } from './bandwidth.ts';

it.each([
  ['360p', '500 kbit/s', '540 kbit/s'],
  ['720p', '1.5 Mbit/s', '1.5 Mbit/s'],
  ['1080p', '3 Mbit/s', '3 Mbit/s'],
])('says what INSPIRE-LAB’s table says of %s', (name, video, total) => {
  const quality = qualities.find((one) => one.name === name) ?? { name: '', video: 0, audio: 0 };
  expect(inWords(quality.video)).toBe(video);
  expect(inWords(quality.audio)).toBe('40 kbit/s');
  expect(inWords(bandwidthOf(quality, 2).participant)).toBe(total);
});

it('is (n - 1) times the quality for each participant, as the seed says', () => {
  for (const quality of qualities) {
    for (const participants of [2, 10, 50]) {
      const { received, serverOut, participant } = bandwidthOf(quality, participants);
      expect(received).toBe((participants - 1) * participant);
      expect(serverOut).toBe(participants * received);
    }
  }
});

it('counts only those who send: one speaker among fifty', () => {
  expect(bandwidthOf({ name: '', video: 0, audio: 40 }, 50, 1)).toEqual({
    participant: 40,
    received: 40,
    serverIn: 40,
    serverOut: 49 * 40,
  });
});

it('is nothing to receive when somebody is alone', () => {
  expect(bandwidthOf({ name: '', video: 0, audio: 40 }, 1)).toMatchObject({ received: 0, serverOut: 0 });
});
