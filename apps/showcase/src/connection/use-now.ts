import { systemClock } from '@statehouse/kernel';
import { useEffect, useState } from 'react';

/** The time, refreshed every `everyMs` while `isRunning`. */
export function useNow(everyMs: number, isRunning: boolean): number {
  const [nowMs, setNowMs] = useState(() => systemClock.nowMs());
  useEffect(() => {
    if (!isRunning) return;
    setNowMs(systemClock.nowMs());
    const timer = setInterval(() => setNowMs(systemClock.nowMs()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, isRunning]);
  return nowMs;
}
