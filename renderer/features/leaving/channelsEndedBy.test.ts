import { describe, expect, it } from 'vitest';
import type { CallState, CallView } from '../../call/callView.ts';
import { channelsEndedBy } from './channelsEndedBy.ts';

const connected = (server: string, name: string): CallState => ({
  phase: 'connected',
  channel: { server, id: name, name },
  since: 0,
});
const view = (state: CallState, beside: readonly CallState[] = []): Pick<CallView, 'state' | 'beside'> => ({
  state,
  beside: beside.map((other) => ({ state: other, participants: 0 }) as unknown as CallView['beside'][number]),
});

describe('the calls that would end', () => {
  it('are none without a call, or with one that is over', () => {
    expect(channelsEndedBy({ kind: 'quit' }, view({ phase: 'idle' }))).toEqual([]);
    const over: CallState = { phase: 'ended', channel: { server: 'a', id: 'x', name: 'x' }, reason: 'left' };
    expect(channelsEndedBy({ kind: 'quit' }, view(over))).toEqual([]);
  });

  it('are all of them when the program ends, those beside as well', () => {
    const both = view(connected('a', 'Meet'), [connected('a', 'Chat')]);
    expect(channelsEndedBy({ kind: 'quit' }, both)).toEqual(['Meet', 'Chat']);
  });

  it('are those of the server one signs out of', () => {
    const both = view(connected('a', 'Meet'), [connected('b', 'Chat')]);
    expect(channelsEndedBy({ kind: 'signOut', server: 'b' }, both)).toEqual(['Chat']);
    expect(channelsEndedBy({ kind: 'signOut', server: 'c' }, both)).toEqual([]);
  });
});
