import { expect, test } from 'vitest';
import { isAllowedOrigin, isLoopback } from './origin.ts';

test.each([
  [undefined, 'a:1', true],
  ['http://a:1', 'a:1', true],
  ['http://a:1', 'A:1', true],
  ['https://a', 'a', true],
  ['http://a:2', 'a:1', false],
  ['http://b:1', 'a:1', false],
  ['http://a:1', undefined, false],
  ['null', 'null', false],
  ['https://named.example', 'a:1', true],
  ['https://named.example.evil', 'a:1', false],
])('the origin %s at the host %s: %s', (origin, host, allowed) => {
  expect(isAllowedOrigin(origin, host, ['https://named.example'])).toBe(allowed);
});

test.each([
  ['127.0.0.1', true],
  ['127.1.2.3', true],
  ['localhost', true],
  ['LOCALHOST', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.0.1', false],
  ['localhost.example', false],
  ['127.0.0.1.example', false],
])('%s is loopback: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});
