import { expect, it } from 'vitest';
import { idleSummary, type CallSummary } from '@parley/shared/ipc/callSummary';
import { nextInterruptedCall } from './interruptedCall.ts';

const lobby = { server: 'team', id: 'c1', name: 'Lobby', muted: false, deafened: false };
const inLobby: CallSummary = {
  ...idleSummary,
  phase: 'connected',
  server: 'team',
  channelId: 'c1',
  channelName: 'Lobby',
};

it.each<[string, typeof lobby | null, CallSummary, CallSummary, typeof lobby | null | undefined]>([
  ['a call that begins is remembered', null, idleSummary, inLobby, lobby],
  ['one that goes on is not written again', lobby, inLobby, inLobby, undefined],
  ['also while it is repaired', lobby, inLobby, { ...inLobby, phase: 'reconnecting' }, undefined],
  [
    'another channel takes its place',
    lobby,
    inLobby,
    { ...inLobby, channelId: 'c2', channelName: 'Stage' },
    { ...lobby, id: 'c2', name: 'Stage' },
  ],
  ['with the mute that was on', lobby, inLobby, { ...inLobby, muted: true }, { ...lobby, muted: true }],
  ['one that is being joined is not on yet', null, idleSummary, { ...inLobby, phase: 'connecting' }, undefined],
  ['leaving forgets it', lobby, inLobby, idleSummary, null],
  ['so does its end', lobby, inLobby, { ...inLobby, phase: 'ended' }, null],
  ['nothing to forget is not written', null, inLobby, idleSummary, undefined],
  ['a page that begins forgets nothing', lobby, idleSummary, idleSummary, undefined],
])('%s', (_what, before, was, summary, after) => {
  expect(nextInterruptedCall(before, was, summary)).toEqual(after);
});
