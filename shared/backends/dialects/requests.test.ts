import { describe, expect, it } from 'vitest';
import { dialectDefaults, type ProfileOf } from './profile.ts';
import { readRefusal } from './refusal.ts';
import {
  artistSpaceCreateRoom,
  artistSpaceTicketSchema,
  artistSpaceToken,
  krakenConnectionInfo,
  krakenConnectionInfoSchema,
  krakenHealth,
  krakenHealthSchema,
  krakenTicketSchema,
  krakenToken,
  tokenRequest,
  tokenTicketSchema,
  webchatJoin,
  webchatTicketSchema,
} from './requests.ts';
import { instanceChannelId, readInstanceChannelId, savedChannels } from './savedChannels.ts';

const foreign = {
  id: 'p',
  address: 'https://b.example',
  login: 'ada',
  name: '',
  bearer: { kind: 'pasted' },
  displayName: 'Alice',
  channels: [],
} as const;
const webchat: ProfileOf<'webchat'> = { ...foreign, channels: [], dialect: 'webchat', ...dialectDefaults.webchat };
const kraken: ProfileOf<'kraken'> = { ...foreign, channels: [], dialect: 'kraken', ...dialectDefaults.kraken };
const token: ProfileOf<'token'> = {
  ...foreign,
  channels: [],
  dialect: 'token',
  ...dialectDefaults.token,
  livekitUrl: 'wss://lk.example',
};
const artists: ProfileOf<'artist-space'> = {
  ...foreign,
  channels: [],
  dialect: 'artist-space',
  ...dialectDefaults['artist-space'],
};
const meet = { instance: 'meet', room: 'my-meeting' } as const;

describe('the requests of the seeds', () => {
  it.each([
    [
      'webchat §2 Update Main Router',
      webchatJoin(webchat, 'a/b c'),
      'POST',
      '/channels/a%2Fb%20c/voice/join',
      undefined,
    ],
    [
      'webchat behind a base path',
      webchatJoin({ ...webchat, basePath: '/v1' }, 'x'),
      'POST',
      '/v1/channels/x/voice/join',
      undefined,
    ],
    [
      'kraken Pattern 1: Voice Channel Join',
      krakenToken(kraken, 'channel-voice-123'),
      'POST',
      '/api/livekit/token',
      { roomId: 'channel-voice-123', name: 'Alice' },
    ],
    [
      'kraken Room Access Flow, without /api and a name',
      krakenToken({ ...kraken, basePath: '', displayName: '' }, 'c'),
      'POST',
      '/livekit/token',
      { roomId: 'c' },
    ],
    ['kraken Pattern 2: health', krakenHealth(kraken), 'GET', '/api/livekit/health', undefined],
    [
      'kraken Pattern 3: connection info',
      krakenConnectionInfo(kraken),
      'GET',
      '/api/livekit/connection-info',
      undefined,
    ],
    ['ice-over-tcp Step 2', tokenRequest(token, 'my-room'), 'POST', '/api/livekit/token', { roomName: 'my-room' }],
    [
      'inspire-lab at its own path',
      tokenRequest({ ...token, tokenPath: '/api/token' }, 'r'),
      'POST',
      '/api/token',
      { roomName: 'r' },
    ],
    [
      'artist-space Generate Access Token',
      artistSpaceToken({ ...artists, encrypted: true }, meet, 'John Doe'),
      'POST',
      '/api/livekit/token',
      { instance: 'meet', roomName: 'my-meeting', participantName: 'John Doe', e2eeEnabled: true },
    ],
    [
      'artist-space Create Room',
      artistSpaceCreateRoom(artists, meet, { maxParticipants: 10, emptyTimeout: 300 }),
      'POST',
      '/api/livekit/create-room',
      { instance: 'meet', roomName: 'my-meeting', maxParticipants: 10, emptyTimeout: 300, e2eeEnabled: false },
    ],
  ])('%s', (_section, request, method, path, json) => {
    expect(request).toEqual({ method, url: `https://b.example${path}`, ...(json === undefined ? {} : { json }) });
  });
});

describe('the answers of the seeds', () => {
  it.each([
    ['webchat §2 Voice Routes', webchatTicketSchema, { url: 'ws://localhost:7880', token: 't', room: 'c' }],
    [
      'kraken Pattern 1',
      krakenTicketSchema,
      { token: 't', identity: 'user-456', roomId: 'c', url: 'wss://x', expiresAt: '2023-12-01T15:00:00Z' },
    ],
    [
      'kraken TokenResponseDto without what is optional',
      krakenTicketSchema,
      { token: 't', identity: 'u', roomId: 'c' },
    ],
    ['kraken Pattern 2', krakenHealthSchema, { status: 'unhealthy', configured: false }],
    ['kraken Pattern 3', krakenConnectionInfoSchema, { url: 'wss://livekit.example.com' }],
    ['ice-over-tcp Step 2', tokenTicketSchema, { token: 't' }],
    [
      'artist-space Response',
      artistSpaceTicketSchema,
      {
        token: 't',
        url: 'wss://meet.artist-space.com',
        roomName: 'my-video-call',
        participantName: 'John Doe',
        e2eeSupported: true,
        e2eeEnabled: true,
        instance: 'meet',
      },
    ],
  ])('%s', (_section, schema, json) => {
    expect(schema.parse(json)).toEqual(json);
    const wrongTypes = Object.keys(json).map((field) => ({ ...json, [field]: [] }));
    for (const hostile of [null, [], 'x', 1, ...wrongTypes]) expect(schema.safeParse(hostile).success).toBe(false);
  });
});

describe('readRefusal', () => {
  it.each([
    ['webchat §2 Voice Routes', 'webchat', 404, 'Channel not found', 'notFound', 'channelNotFound'],
    ['webchat §2 Voice Routes', 'webchat', 400, 'Not a voice channel', 'invalid', 'notVoiceChannel'],
    ['a path that is not there', 'webchat', 404, '', 'unavailable', 'notThisServer'],
    ['a path that is not there', 'kraken', 404, '{"message":"Cannot POST /x"}', 'unavailable', 'notThisServer'],
    ['kraken Permission Denied Errors', 'kraken', 403, '{"message":"Forbidden resource"}', 'forbidden', undefined],
    [
      'kraken Common Error Scenarios',
      'kraken',
      500,
      '{"statusCode":500,"message":"LiveKit credentials not configured"}',
      'unavailable',
      'voiceNotConfigured',
    ],
    [
      'kraken Common Error Scenarios',
      'kraken',
      500,
      '{"message":"Failed to generate token"}',
      'unavailable',
      'serverUnreachable',
    ],
    [
      'artist-space Troubleshooting',
      'artist-space',
      503,
      '{"error":"LiveKit not configured"}',
      'unavailable',
      'voiceNotConfigured',
    ],
    [
      'artist-space Error Handling',
      'artist-space',
      403,
      '{"error":"Premium subscription required"}',
      'forbidden',
      'subscriptionRequired',
    ],
    ['artist-space Error Handling', 'artist-space', 402, 'Premium', 'forbidden', 'subscriptionRequired'],
    ['artist-space, another refusal', 'artist-space', 403, '{"error":"no"}', 'forbidden', undefined],
    ['the word elsewhere', 'kraken', 403, 'Premium', 'forbidden', undefined],
    ['an expired token', 'token', 401, 'Unauthorized', 'unauthorised', 'tokenExpired'],
    ['too many tries', 'token', 429, '', 'unavailable', 'rateLimited'],
    ['validation', 'token', 422, '', 'invalid', undefined],
    ['a gateway', 'token', 502, '<html>', 'unavailable', 'serverUnreachable'],
    ['a teapot', 'token', 418, 'Channel not found', 'unavailable', 'notThisServer'],
  ] as const)('%s: %s %d %j', (_section, dialect, status, text, code, reason) => {
    const error = readRefusal(dialect, status, text);
    expect(error).toMatchObject({ code });
    expect(error.reason).toBe(reason);
    if (text.length > 10) expect(error.message).not.toContain(text);
  });
});

describe('saved channels', () => {
  it('stand for those that cannot be listed, each once, under readable names', () => {
    const channels = [
      { room: 'channel-abc123', name: 'General Voice' },
      { room: 'b', name: '\u202E' },
      { room: 'channel-abc123', name: 'General Voice' },
    ];
    expect(savedChannels({ ...webchat, channels })).toEqual([
      {
        id: 'channel-abc123',
        name: 'General Voice',
        kind: 'voice',
        topic: '',
        category: '',
        position: 0,
        occupants: [],
      },
      { id: 'b', name: 'b', kind: 'voice', topic: '', category: '', position: 1, occupants: [] },
    ]);
  });

  it('say which instance they are in (artist-space Multiple LiveKit Instances)', () => {
    const channels = [
      { instance: 'meet', room: 'a/b', name: '' },
      { instance: 'chat', room: 'a/b', name: '' },
    ] as const;
    expect(savedChannels({ ...artists, channels: [...channels] }).map(({ id, category }) => [id, category])).toEqual([
      ['meet/a/b', 'meet'],
      ['chat/a/b', 'chat'],
    ]);
    for (const place of channels) {
      expect(readInstanceChannelId(instanceChannelId(place.instance, place.room))).toEqual({
        instance: place.instance,
        room: place.room,
      });
    }
    for (const id of ['', 'meet', 'meet/', '/a', 'other/a', 'meeta']) expect(readInstanceChannelId(id)).toBeNull();
  });
});
