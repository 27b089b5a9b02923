import { describe, expect, it } from 'vitest';
import { turnCredentials } from './credentials.ts';

const config = { secret: 'north', urls: ['turn:turn.example.org:3478'], ttl: 86_400 };

describe('turnCredentials', () => {
  it('are the name with the time at which they expire, and its HMAC-SHA1', () => {
    // printf 1414591806:mbzrxpgjys | openssl dgst -sha1 -hmac north -binary | base64
    expect(turnCredentials(config, 'mbzrxpgjys', (1_414_591_806 - 86_400) * 1000 + 999)).toEqual({
      urls: config.urls,
      username: '1414591806:mbzrxpgjys',
      credential: '0Y/kif0x7eqZQtLsk4J74EJrlgI=',
      ttl: 86_400,
    });
  });

  it('are others for another person, another second and another secret', () => {
    const all = [
      turnCredentials(config, 'ada', 0),
      turnCredentials(config, 'bo', 0),
      turnCredentials(config, 'ada', 1000),
      turnCredentials({ ...config, secret: 'south' }, 'ada', 0),
    ];
    expect(new Set(all.map(({ credential }) => credential)).size).toBe(4);
  });
});
