import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createVoiceServer } from './voiceServer.ts';

// A double of LiveKit's API: the moment in which a participant ends while it is asked about cannot be had on demand. What it answers is
// what LiveKit 1.13 answers (Twirp, https://twitchtv.github.io/twirp/docs/spec_v7.html).
let api: Server | null = null;
afterEach(() => void api?.close());

async function answering(answers: Record<string, [number, object][]>) {
  const asked: string[] = [];
  api = createServer((request, response) => {
    const method = request.url?.split('/').at(-1) ?? '';
    asked.push(method);
    const [status, body] = answers[method]?.shift() ?? [500, { code: 'internal', msg: 'not expected' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const voice = createVoiceServer(
    { url, apiUrl: url, apiKey: 'key', apiSecret: 'a-secret-of-tests-with-more-than-32-characters' },
    Date.now,
  );
  return { voice, asked };
}
const nobodyAnswered: [number, object] = [503, { code: 'unavailable', msg: 'request timed out' }];
const done: [number, object] = [200, {}];
const there: [number, object] = [200, { participants: [{ identity: 'ada' }] }];
const gone: [number, object] = [200, { participants: [{ identity: 'bo' }] }];

it('who ends while LiveKit is asked to remove them is removed', async () => {
  const { voice, asked } = await answering({ RemoveParticipant: [nobodyAnswered], ListParticipants: [gone] });
  await voice.remove('room', 'ada');
  expect(asked).toEqual(['RemoveParticipant', 'ListParticipants']);
});

it('who is still there is removed by a second request', async () => {
  const { voice, asked } = await answering({ RemoveParticipant: [nobodyAnswered, done], ListParticipants: [there] });
  await voice.remove('room', 'ada');
  expect(asked).toEqual(['RemoveParticipant', 'ListParticipants', 'RemoveParticipant']);
});

it('there is no third', async () => {
  const { voice, asked } = await answering({
    UpdateParticipant: [nobodyAnswered, nobodyAnswered],
    ListParticipants: [there],
  });
  await expect(voice.rename('room', 'ada', 'Ada')).rejects.toMatchObject({ code: 'unavailable' });
  expect(asked).toHaveLength(3);
});

it('who is not known is nothing to insist on', async () => {
  const { voice, asked } = await answering({ RemoveParticipant: [[404, { code: 'not_found', msg: 'no' }]] });
  await voice.remove('room', 'ada');
  expect(asked).toEqual(['RemoveParticipant']);
});
