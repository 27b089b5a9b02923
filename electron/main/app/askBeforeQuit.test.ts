import { idleSummary, type CallSummary } from '@parley/shared/ipc/callSummary';
import { describe, expect, it } from 'vitest';
import { createSettable } from '../services/observable.ts';
import { createQuitting } from './askBeforeQuit.ts';

const inCall: CallSummary = { ...idleSummary, phase: 'connected', server: 'one', channelId: 'lobby' };

function setUp(summary: CallSummary) {
  const call = createSettable<CallSummary>(summary);
  const done: string[] = [];
  let now = 0;
  const quitting = createQuitting({
    call,
    ask: () => done.push('ask'),
    quit: () => done.push('quit'),
    now: () => now,
  });
  return { call, done, quitting, pass: (time: number) => void (now += time) };
}

describe('quitting', () => {
  it.each(['idle', 'ended', 'failed'] as const)('asks nothing when the call is %s', (phase) => {
    const { done, quitting } = setUp({ ...idleSummary, phase });
    quitting.request();
    expect(done).toEqual(['quit']);
  });

  it.each(['authorising', 'connecting', 'connected', 'reconnecting'] as const)('asks while a call is %s', (phase) => {
    const { done, quitting } = setUp({ ...inCall, phase });
    quitting.request();
    expect(done).toEqual(['ask']);
  });

  it('asks no second time of who insists, so that a page that hangs holds nobody', () => {
    const { done, quitting, pass } = setUp(inCall);
    quitting.request();
    pass(4_000);
    quitting.request();
    expect(done).toEqual(['ask', 'quit']);
  });

  it('asks anew when the question was answered long ago, and nothing when the call ended since', () => {
    const { call, done, quitting, pass } = setUp(inCall);
    quitting.request();
    pass(60_000);
    quitting.request();
    pass(60_000);
    call.set(idleSummary);
    quitting.request();
    expect(done).toEqual(['ask', 'ask', 'quit']);
  });
});
