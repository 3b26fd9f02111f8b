import { BARESIP_MODULES } from "../../../scripts/setup/peers.ts";

/**
 * The text of baresip's file `config`. It hears a tone in place of a microphone, and its loudspeaker is a loop:
 * there is no sound card. Bound to an address as its interface it also uses loopback, which it else leaves out.
 */
export function configuration(host: string, modulesFolder: string, caFile: string | undefined): string {
  const trust = caFile === undefined ? [] : [`sip_cafile ${caFile}`, "sip_verify_server yes"];
  return [
    `sip_listen ${host}:5060`,
    `net_interface ${host}`,
    ...trust,
    "call_max_calls 4",
    "audio_source ausine,440",
    // The only rate at which it makes its tone.
    "ausrc_srate 48000",
    "audio_player aubridge,loop",
    "audio_alert aubridge,alert",
    "rtp_ports 20000-30000",
    `module_path ${modulesFolder}`,
    ...BARESIP_MODULES.map((name) => `${STAGES[name]} ${name}.so`),
    `ctrl_tcp_listen ${host}:4444`,
    "",
  ].join("\n");
}

/** When a module is loaded: for good, for the start alone, or when all else is ready. */
const STAGES: Readonly<Record<(typeof BARESIP_MODULES)[number], string>> = {
  account: "module_tmp",
  menu: "module_app",
  ctrl_tcp: "module_app",
  g711: "module",
  ausine: "module",
  aubridge: "module",
};
