import { runCommand } from "../command.ts";
import type { PartSpec } from "./parts.ts";
import { done, failed, type Result } from "./result.ts";
import { readVersion, showVersion } from "./version.ts";

/** Runs a part's program and returns its version, or why it will not do. Nothing is believed that was not run. */
export async function examine(spec: PartSpec, command: string): Promise<Result<string>> {
  const { code, stdout, stderr } = await runCommand(command, spec.versionArguments, { withinMs: 10_000 });
  const version = readVersion(`${stdout}\n${stderr}`);
  // SIPp tells its version and then ends with a failure code, so the answer counts and not the code.
  if (version === undefined) {
    return failed(`${command} does not run (${lastLine(stderr) || `it ended with ${code ?? "a signal"}`})`);
  }
  if (!spec.suits(version))
    return failed(`${command} is version ${showVersion(version)}, needed is ${spec.suitable}`);
  if (spec.name === "espeak-ng" && !(await speaksMandarin(command))) {
    return failed(`${command} has no Mandarin voice (cmn)`);
  }
  return done(showVersion(version));
}

/** Whether an espeak-ng makes sound of a Mandarin word. */
async function speaksMandarin(command: string): Promise<boolean> {
  const { code, stdout } = await runCommand(command, ["-v", "cmn", "--stdout", "你好"], { withinMs: 10_000 });
  return code === 0 && stdout.startsWith("RIFF") && stdout.length > 1000;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
