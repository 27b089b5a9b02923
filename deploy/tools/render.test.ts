import { expect, it } from 'vitest';
import { namesIn, render } from './render.ts';

it('puts values in, and leaves the variables of nginx and Prometheus alone', () => {
  const template = 'host $host ${DOMAIN}:${PORT} ${DOMAIN} ${lower}';
  expect(namesIn(template)).toEqual(['DOMAIN', 'PORT']);
  expect(render(template, { DOMAIN: 'voice.example.org', PORT: '443' })).toBe(
    'host $host voice.example.org:443 voice.example.org ${lower}',
  );
});

it('takes a value as it is, also one that looks like a pattern', () => {
  expect(render('a ${B}', { B: '$& $1 ${C}' })).toBe('a $& $1 ${C}');
});

it('names everything that is missing', () => {
  expect(() => render('${A} ${B} ${C}', { B: '' })).toThrow('There is no value for A, C.');
});
