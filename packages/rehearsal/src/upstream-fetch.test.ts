import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { fetchUpstream, proxyTo, throughProxy } from './upstream-fetch.ts';

afterEach(() => vi.unstubAllEnvs());

test('what lies beyond this machine is asked through the proxy, and this machine is not', async () => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url!);
    response.end('through');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  vi.stubEnv('http_proxy', url);
  vi.stubEnv('no_proxy', '');
  const answer = await fetchUpstream('http://index.example.com/config.json', {});
  expect(await answer.text()).toBe('through');
  expect(await (await fetchUpstream(`${url}/own`, {})).text()).toBe('through');
  expect(asked).toEqual(['http://index.example.com/config.json', '/own']);
  proxy.closeAllConnections();
  proxy.close();
});

test('proxies are read as others read them', () => {
  const https = 'https://index.example.com/x';
  expect(proxyTo(https, { HTTPS_PROXY: 'p:1', http_proxy: 'http://q:1' })).toBe('http://p:1');
  expect(proxyTo(https, { ALL_PROXY: 'http://p:1' })).toBe('http://p:1');
  expect(proxyTo(https, { ALL_PROXY: 'http://p:1', NO_PROXY: 'a, example.com' })).toBeNull();
  expect(proxyTo(https, { ALL_PROXY: 'http://p:1', NO_PROXY: 'ample.com' })).toBe('http://p:1');
  expect(proxyTo(https, { http_proxy: 'http://q:1' })).toBeNull();
  expect(proxyTo('http://[::1]:1/', { http_proxy: 'http://q:1' })).toBeNull();
  vi.stubEnv('https_proxy', 'http://me:secret@p:1');
  vi.stubEnv('no_proxy', '');
  expect(throughProxy(https)).toBe(' through the proxy http://p:1');
});
