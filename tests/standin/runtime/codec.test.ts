import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCodec } from './codec.ts';

const codec = makeCodec();
const round = (value: unknown): unknown => codec.decode(codec.encode(value));

describe('the codec', () => {
  it('gives back any JSON, and what JSON has no word for', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(round(value)).toEqual(value);
      }),
    );
    for (const value of [
      undefined,
      NaN,
      Infinity,
      -0,
      7n,
      new Date(5),
      new Map([[1, { a: 2 }]]),
      new Set(['x']),
      { $: 'date', v: 1 },
      JSON.parse('{"__proto__":false}') as unknown,
    ]) {
      expect(round(value)).toEqual(value);
    }
    expect(round(new Uint8Array([0, 128, 255]))).toEqual(new Uint8Array([0, 128, 255]));
  });

  it('keeps one object that is met twice one, and a circle a circle', () => {
    const shared = { a: 1 };
    const [first, second] = round([shared, shared]) as object[];
    expect(first).toBe(second);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const back = round(circle) as Record<string, unknown>;
    expect(back['self']).toBe(back);
  });

  it('refuses what cannot be cloned, in Electron\u2019s words', () => {
    for (const value of [() => 1, Symbol('x'), Promise.resolve(), { deep: [() => 1] }]) {
      expect(() => codec.encode(value)).toThrow('An object could not be cloned.');
    }
  });
});
