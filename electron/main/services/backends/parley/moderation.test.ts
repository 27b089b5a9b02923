import { expect, it } from 'vitest';
import { readModeration } from './moderation.ts';

it('makes other people’s words readable and fills in what the server leaves out', () => {
  expect(
    readModeration({
      type: 'moderation',
      action: 'kick',
      reason: ' too\nloud \u202Eexe ',
      by: { id: 'mo', name: '\u200B' },
      channelId: null,
    }),
  ).toEqual({ action: 'kick', reason: 'too loud exe', by: '', channelId: null, toChannelId: null, expiresAt: null });
});
