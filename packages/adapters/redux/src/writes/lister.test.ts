import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLister } from './lister.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'statehouse-writes-'));
  writeFileSync(join(folder, 'clean.ts'), 'const post = state.entities[id];');
  writeFileSync(join(folder, 'posts.ts'), 'state.ids = [];\nstate.entities[id].title = 1;\n');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(...args: string[]) {
  const said: string[] = [];
  const complaints: string[] = [];
  const code = runLister(args, {
    say: (line) => said.push(line),
    complain: (line) => complaints.push(line),
  });
  return { code, said: said.join('\n'), complaints: complaints.join('\n') };
}

test('it lists each place with what to do about it', () => {
  const { code, said } = run(join(folder, '*.ts'));
  expect(code).toBe(1);
  expect(said).toContain(`${join(folder, 'posts.ts')}:2:1  state.entities[id].title = 1\n`);
  expect(said).toMatch(/updateOne/);
  expect(said).toMatch(/posts\.ts:1:1 .*\n.*works/);
  expect(said).not.toContain('clean.ts');
});

test('it writes one JSON object a line', () => {
  const { said } = run('--json', join(folder, 'posts.ts'));
  expect(said.split('\n').map((line) => JSON.parse(line).kind)).toEqual(['replaced', 'entity']);
});

test('it ends with 0 where there is nothing to do, and with 2 where it could not look', () => {
  expect(run(join(folder, 'clean.ts'))).toEqual({ code: 0, said: '', complaints: '' });
  expect(run('--help').code).toBe(0);
  expect(run('--help').said).toMatch(/Usage/);
  expect(run().code).toBe(2);
  expect(run('--fix', 'x.ts').complaints).toMatch(/--fix/);
  expect(run(join(folder, 'nothing*.ts')).code).toBe(2);
  writeFileSync(join(folder, 'broken.ts'), 'const = ;');
  const { code, complaints, said } = run(join(folder, '*.ts'));
  expect(code).toBe(2);
  expect(complaints).toContain('broken.ts');
  expect(said).toContain('posts.ts:2:1');
});
