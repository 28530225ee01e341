import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * A folder of the workspace with a package.json.
 *
 * @typedef {{
 *   name: string,
 *   shortName: string,
 *   folder: string,
 *   floor: string | undefined,
 *   manifest: { name: string, dependencies?: Record<string, string>, devDependencies?: Record<string, string>,
 *     peerDependencies?: Record<string, string>, optionalDependencies?: Record<string, string>,
 *     exports?: Record<string, { 'statehouse-source'?: string }> },
 * }} WorkspacePackage
 */

export const scope = '@statehouse/';

/** Everything that can hold a package, packages proper (on a floor) before what stands around them. */
const packageFolders = ['packages/*/*', 'apps/*', 'examples', 'tests', 'benchmarks'];

/**
 * The packages below a root, in path order; folders are relative to the root, with forward slashes.
 *
 * @param {string} root
 * @returns {WorkspacePackage[]}
 */
export function findPackages(root) {
  return packageFolders
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .map(withForwardSlashes)
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const [top, floor] = folder.split('/');
      return {
        name: manifest.name ?? folder,
        shortName: (manifest.name ?? folder).replace(scope, ''),
        folder,
        floor: top === 'packages' ? floor : undefined,
        manifest,
      };
    });
}

/**
 * The TypeScript sources of a package, tests included, relative to the root.
 *
 * @param {string} root
 * @param {WorkspacePackage} workspacePackage
 */
export function sourceFiles(root, workspacePackage) {
  const below = workspacePackage.floor === undefined ? '' : 'src/';
  return globSync(`${workspacePackage.folder}/${below}**/*.{ts,tsx}`, {
    cwd: root,
    exclude: (path) => /(^|[\\/])(node_modules|dist)$/.test(path),
  })
    .map(withForwardSlashes)
    .filter((file) => !file.endsWith('.d.ts'))
    .sort();
}

/** Whether a file is a test, or is only there for tests: its cases, its fixtures, a port's conformance suite. */
export function isTestFile(file) {
  return (
    /\.(test|test-d|bench|fixture|arbitrary)\.tsx?$/.test(file) ||
    /\/(testing|conformance)(\/|\.ts$)/.test(file)
  );
}

/** A path relative to the root, with forward slashes on every platform. */
export function fromRoot(root, path) {
  return withForwardSlashes(relative(root, path));
}

function withForwardSlashes(path) {
  return sep === '/' ? path : path.split(sep).join('/');
}
