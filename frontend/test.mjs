// Runs every *.test.ts of the front end with Node's own test runner, after bundling it.

import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));

async function testFiles(directory) {
  const listed = await readdir(join(HERE, directory), { recursive: true });
  return listed.filter((name) => name.endsWith(".test.ts")).map((name) => join(directory, name));
}

const files = (await Promise.all(["shared", "islands"].map(testFiles))).flat();
const output = await mkdtemp(join(tmpdir(), "trousse-frontend-"));
try {
  await build({
    entryPoints: files.map((name) => join(HERE, name)),
    outdir: output,
    outbase: HERE,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
  });
  const bundled = files.map((name) => join(output, name.replace(/\.ts$/, ".mjs")));
  const run = spawnSync(process.execPath, ["--test", ...bundled], { stdio: "inherit" });
  process.exitCode = run.status ?? 1;
} finally {
  await rm(output, { recursive: true });
}
