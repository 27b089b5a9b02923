import { expect, it } from 'vitest';
import { idleSummary, type CallSummary } from '@parley/shared/ipc/callSummary';
import { nextInterruptedCall } from './interruptedCall.ts';

const lobby = { server: 'team', id: 'c1', name: 'Lobby' };
const inLobby: CallSummary = {
  ...idleSummary,
  phase: 'connected',
  server: 'team',
  channelId: 'c1',
  channelName: 'Lobby',
};

it.each([
  ['a call that begins is remembered', null, inLobby, lobby],
  ['one that goes on is not written again', lobby, inLobby, undefined],
  ['also while it is repaired', lobby, { ...inLobby, phase: 'reconnecting' }, undefined],
  [
    'another channel takes its place',
    lobby,
    { ...inLobby, channelId: 'c2', channelName: 'Stage' },
    { ...lobby, id: 'c2', name: 'Stage' },
  ],
  ['one that is being joined is not on yet', null, { ...inLobby, phase: 'connecting' }, undefined],
  ['leaving forgets it', lobby, idleSummary, null],
  ['so does its end', lobby, { ...inLobby, phase: 'ended' }, null],
  ['nothing to forget is not written', null, idleSummary, undefined],
] as const)('%s', (_what, before, summary, after) => {
  expect(nextInterruptedCall(before, summary)).toEqual(after);
});
