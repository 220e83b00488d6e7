import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listen, type Source } from './live.ts';

class FakeSource extends EventTarget {
  readyState = 0;
  close() {
    this.readyState = 2;
  }
  say(name: string, data?: unknown) {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  }
  fail(closed: boolean) {
    this.readyState = closed ? 2 : 0;
    this.say('error');
  }
}

let sources: FakeSource[];
let heard: unknown[];
const start = () =>
  listen(
    '/flux',
    {
      state: data => heard.push(data),
      end: () => heard.push('fin'),
      deaf: deaf => heard.push(deaf ? 'deaf' : 'hears'),
    },
    () => {
      const source = new FakeSource();
      sources.push(source);
      return source as unknown as Source;
    },
  );

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  heard = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test('one failure is the network being itself; two in a row make the page ask by itself until a state comes', () => {
  start();
  sources[0]!.fail(false);
  expect(heard).toEqual([]);
  sources[0]!.fail(false);
  expect(heard).toEqual(['deaf']);
  sources[0]!.say('etat', { read: 1 });
  expect(heard).toEqual(['deaf', 'hears', { read: 1 }]);
});

test('a refusal is tried again soon, then rarely', () => {
  start();
  sources[0]!.fail(true);
  vi.advanceTimersByTime(2000);
  expect(sources.length).toBe(2);
  sources[1]!.fail(true);
  vi.advanceTimersByTime(2000);
  expect(sources.length).toBe(2);
  vi.advanceTimersByTime(28_000);
  expect(sources.length).toBe(3);
});

test('after « fin » nothing is asked any more, nor after leaving the page', () => {
  const stop = start();
  sources[0]!.say('fin');
  sources[0]!.fail(true);
  vi.advanceTimersByTime(60_000);
  expect(heard).toEqual(['fin']);
  expect(sources.length).toBe(1);
  stop();
  expect(sources[0]!.readyState).toBe(2);
});
