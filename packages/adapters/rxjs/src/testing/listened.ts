import { Observable } from 'rxjs';

/** A stream that counts who listens to it, now and ever. */
export function listened<Value>(source: Observable<Value>) {
  const seen = { ever: 0, now: 0 };
  const stream = new Observable<Value>((subscriber) => {
    seen.ever += 1;
    seen.now += 1;
    const listening = source.subscribe(subscriber);
    return () => {
      seen.now -= 1;
      listening.unsubscribe();
    };
  });
  return { stream, seen };
}
