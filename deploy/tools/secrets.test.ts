import { expect, it } from 'vitest';
import { completeSecrets, readEnvironment, writeEnvironment } from './secrets.ts';

it('makes secrets that no file has to quote, all different, long enough for LiveKit', () => {
  const made = completeSecrets({});
  const values = Object.values(made);
  expect(new Set(values).size).toBe(values.length);
  for (const value of values) expect(value).toMatch(/^[A-Za-z0-9]{19,64}$/);
  expect(made['LIVEKIT_API_SECRET']).toHaveLength(64);
});

it('keeps what is there, so that a second run changes nothing', () => {
  const first = completeSecrets({ TURN_SECRET: 'kept' });
  expect(first['TURN_SECRET']).toBe('kept');
  expect(completeSecrets(readEnvironment(writeEnvironment(first)))).toEqual(first);
});

it('reads comments and empty lines, and tells the line that it cannot read without showing it', () => {
  expect(readEnvironment('# made\r\n\nA=1\nB=\n')).toEqual({ A: '1', B: '' });
  expect(() => readEnvironment('A=1\nhunter2 is no line')).toThrow(/^Line 2 is not NAME=value\.$/);
});
