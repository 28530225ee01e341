#!/usr/bin/env node
import { runLister } from './lister.ts';

process.exitCode = runLister(process.argv.slice(2), {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
