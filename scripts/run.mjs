// Every npm script comes through here: node scripts/run.mjs <command> [arguments]
// Plain JavaScript without dependencies, for the Node of the shell may be an old one (>= 18) and nothing is installed yet.
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./run/install.mjs";
import { findNode, nodePackage } from "./run/node.mjs";
import { nodeMemory } from "./run/node-memory.mjs";
import { relay } from "./run/relay.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function entryOf(command) {
  if (!/^[a-z][a-z-]*$/.test(command ?? "")) return undefined;
  const files = [
    `scripts/${command}.ts`,
    `scripts/${command}/main.ts`,
    `${command}/main.ts`,
    `src/${command}/main.ts`,
  ];
  return files.map((file) => join(root, file)).find((file) => existsSync(file));
}

const began = Date.now();

async function main([command, ...args]) {
  const entry = entryOf(command);
  if (entry === undefined) return fail(`there is no command "${command ?? ""}".`);
  const problem = await ensureInstalled(root);
  if (problem !== undefined) return fail(problem);
  const node = findNode(root);
  if (node === undefined) {
    return fail(
      `Node ${process.versions.node} is too old (24.11 or later of 24, or 26 and later, is needed) and the npm package ` +
        `${nodePackage(process.platform, process.arch)} that brings one is not there. Install Node 26, or check that ` +
        "npm may install optional packages (npm config get omit).",
    );
  }
  const path = [dirname(node), join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(delimiter);
  // What is measured runs as the server does.
  const flags = command === "bench" ? nodeMemory : [];
  return relay(node, [...flags, entry, ...args], {
    ...process.env,
    PATH: path,
    // The demo tells how long the set-up took, all of it.
    FIVENINES_BEGAN_AT: String(began),
  });
}

function fail(message) {
  process.stderr.write(`fivenines: ${message}\n`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
