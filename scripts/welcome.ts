import { type Example, exampleWasLoaded } from "./example.ts";
import type { Platform } from "./services/platform.ts";

/** What a person sees when the platform is up, in Chinese and English. */
export function welcome({ host, ports, folder }: Platform, example: Example | undefined): string[] {
  const sip = `${host}:${ports.sip}`;
  const api = `http://${host}:${ports.api}`;
  const none = exampleWasLoaded({ folder })
    ? [
        `示例租户在之前启动时已载入，仍然可用；要从空白开始，请停止后删除 ${folder}。`,
        `The example tenants of an earlier start are still there; to begin without them, stop and delete ${folder}.`,
      ]
    : ["没有示例租户 (--empty)。 No example tenants were loaded (--empty)."];
  return [
    "",
    "Fivenines 已启动 · is up",
    "",
    `  SIP 服务器 · SIP server   ${sip} (UDP, TCP)`,
    `  接口 · API               ${api}`,
    `  日志 · logs              ${folder}/log`,
    "",
    ...(example === undefined ? none : example.lines),
    "",
    "按 Ctrl-C 停止。 Press Ctrl-C to stop.",
  ];
}
