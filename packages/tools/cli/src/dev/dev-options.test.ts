import { expect, test } from 'vitest';
import { checkHost, isLoopback, parsePort } from './dev-options.ts';

test('a port is a number from 0 to 65535', () => {
  expect(parsePort('0')).toBe(0);
  expect(parsePort('65535')).toBe(65_535);
  for (const bad of ['', '65536', '-1', '80.5', '0x50', 'http', '1e3', ' 80']) {
    expect(() => parsePort(bad), bad).toThrow(expect.objectContaining({ code: 'cli/usage' }));
  }
});

test('only addresses of this machine are loopback', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
    expect(isLoopback(host), host).toBe(true);
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.example.com', 'localhost.example.com']) {
    expect(isLoopback(host), host).toBe(false);
  }
});

test('an address that others can reach needs the word of the person', () => {
  expect(() => checkHost('0.0.0.0', false)).toThrow(expect.objectContaining({ code: 'cli/host-open' }));
  expect(() => checkHost('0.0.0.0', true)).not.toThrow();
  expect(() => checkHost('127.0.0.1', false)).not.toThrow();
});
