// One contender in a process of its own, so that neither its heap nor what the compiler has learned of it nor the
// strings that it interns touch another's. Usage: contender-process.ts <bench> <impl> <n> [--quick]
import { contests } from './contests.ts';
import { isRequest, type Report } from './report.ts';

const [bench = '', impl = '', n = ''] = process.argv.slice(2);
const contender = contests.get(bench)?.contenders.find((entry) => entry.impl === impl);

try {
  if (contender === undefined) throw new Error(`no contender ${impl} in ${bench}`);
  const meters = await contender.meters({ n: Number(n), quick: process.argv.includes('--quick') });
  process.on('message', async (request: unknown) => {
    try {
      const meter = isRequest(request) ? meters[request.cell] : undefined;
      if (meter === undefined) throw new Error('no such cell');
      tell({ kind: 'sampled', value: await meter.sample() });
    } catch (error) {
      fail(error);
    }
  });
  const cells = meters.map(({ sample: _, ...cell }) => cell);
  tell({ kind: 'ready', cells });
} catch (error) {
  fail(error);
}

function tell(report: Report): void {
  process.send?.(report);
}

function fail(error: unknown): void {
  tell({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.disconnect();
}
