import { describe, expect, it } from 'vitest';
import { callSummarySchema } from '@parley/shared/ipc/callSummary';
import { isActive, summaryOf } from './callSummary.ts';
import { noCall, type CallState } from './callView.ts';

const channel = { server: 'team', id: 'c1', name: 'Stand-up' };
const error = { code: 'unavailable', message: '' } as const;
const states: readonly (readonly [CallState, boolean])[] = [
  [{ phase: 'idle' }, false],
  [{ phase: 'authorising', channel }, true],
  [{ phase: 'connecting', channel, attempt: 1, ways: null }, true],
  [{ phase: 'connected', channel, since: 1 }, true],
  [{ phase: 'reconnecting', channel, since: 1, attempt: 1, mediaFlows: false, trouble: null }, true],
  [{ phase: 'ended', channel, reason: 'removed' }, false],
  [{ phase: 'failed', channel, error }, false],
];

describe('summaryOf', () => {
  it.each(states)('tells %j in the form that main accepts', (state, active) => {
    const summary = summaryOf({ ...noCall, state, sharing: 'on', muted: true });
    expect(callSummarySchema.parse(summary)).toEqual(summary);
    expect(summary).toMatchObject({ phase: state.phase, sharing: true, muted: true });
    expect(summary.channelId).toBe(state.phase === 'idle' ? null : 'c1');
    expect(isActive(state)).toBe(active);
  });

  it('calls a share that is only starting none', () => {
    expect(summaryOf({ ...noCall, sharing: 'starting' }).sharing).toBe(false);
  });
});
