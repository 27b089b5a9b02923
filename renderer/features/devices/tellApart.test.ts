import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameAmong, tellApart } from './tellApart.ts';

const labelled = (labels: readonly string[]) => labels.map((label, id) => ({ id, label }));

describe('tellApart', () => {
  it('numbers devices of one name in their order, and leaves others as they are', () => {
    expect(tellApart(labelled(['USB', 'Desk', 'USB'])).map(({ label }) => label)).toEqual([
      'USB (1)',
      'Desk',
      'USB (2)',
    ]);
  });

  it('gives the one in use the name that it has among the others', () => {
    const told = tellApart([
      { id: 'a', label: 'Twin' },
      { id: 'b', label: 'Twin' },
    ]);
    expect(nameAmong(told, { deviceId: 'b', label: 'Twin' })).toBe('Twin (2)');
    expect(nameAmong(told, { deviceId: 'gone', label: 'Desk' })).toBe('Desk');
  });

  it('skips a number that another device has in its own name', () => {
    expect(tellApart(labelled(['USB', 'USB (1)', 'USB'])).map(({ label }) => label)).toEqual([
      'USB (2)',
      'USB (1)',
      'USB (3)',
    ]);
  });

  it('tells forty devices of any names apart, in their order, by the beginning of their names', () => {
    const label = fc.constantFrom('USB', 'USB (1)', 'USB (1) (1)', 'USB (2)', 'Desk', '');
    fc.assert(
      fc.property(fc.array(label, { minLength: 40, maxLength: 40 }), (labels) => {
        const told = tellApart(labelled(labels));
        expect(new Set(told.map((device) => device.label)).size).toBe(40);
        expect(told.map(({ id }) => id)).toEqual([...labels.keys()]);
        expect(told.every((device, i) => device.label.startsWith(labels[i] ?? '?'))).toBe(true);
      }),
    );
  });
});
