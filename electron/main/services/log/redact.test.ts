import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';

describe('redact', () => {
  it('cuts tokens out of texts, errors, arrays and nested objects', () => {
    const error = new Error(`invalid token: ${token}`);
    const line = JSON.stringify(redact({ a: [`wss://x/rtc?access_token=${token}&v=1`], b: { c: error } }));
    expect(line).not.toContain(token);
    expect(line).not.toContain('c2lnbmF0dXJl');
    expect(line).toContain('[redacted]');
  });

  it('drops the value of keys that name a secret, whatever it is', () => {
    expect(redact({ password: 'hunter2', refreshToken: 'abc', Authorization: 'Bearer x', name: 'Ada' })).toEqual({
      password: '[redacted]',
      refreshToken: '[redacted]',
      Authorization: '[redacted]',
      name: 'Ada',
    });
  });

  it('ends on values that contain themselves', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(() => redact(loop)).not.toThrow();
  });
});
