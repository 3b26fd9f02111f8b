import type { AsteriskFiles } from "../setup/index.ts";

/** What one Asterisk is told. */
export interface AsteriskSettings {
  readonly files: AsteriskFiles;
  /** Absolute folder that holds everything this Asterisk writes. */
  readonly folder: string;
  /** Where it takes SIP, from the SIP server alone. */
  readonly sipHost: string;
  readonly sipPort: number;
  /** The address from which the SIP server calls it. */
  readonly sipServerHost: string;
  /** Its UDP ports for media, both ends included. */
  readonly rtpPortLow: number;
  readonly rtpPortHigh: number;
  /** Where our server awaits its ARI WebSocket, and the words with which Asterisk shows who it is. */
  readonly ariHost: string;
  readonly ariPort: number;
  readonly ariUsername: string;
  readonly ariPassword: string;
}

/** The values of the placeholders in deploy/asterisk/*.conf, by their names. */
export function placeholderValues(settings: AsteriskSettings): Record<string, string> {
  const { files, folder } = settings;
  return {
    ASTERISK_ETC_DIR: `${folder}/etc`,
    ASTERISK_MODULES_DIR: files.modulesDir,
    ASTERISK_DATA_DIR: files.dataDir,
    ASTERISK_VAR_DIR: `${folder}/var`,
    ASTERISK_SPOOL_DIR: `${folder}/spool`,
    // Relative to the folder it is started in: a socket's name may have 107 characters, a project's path has more.
    ASTERISK_RUN_DIR: "run",
    ASTERISK_LOG_DIR: `${folder}/log`,
    ASTERISK_SIP_HOST: settings.sipHost,
    ASTERISK_SIP_PORT: String(settings.sipPort),
    SIP_SERVER_HOST: settings.sipServerHost,
    RTP_PORT_LOW: String(settings.rtpPortLow),
    RTP_PORT_HIGH: String(settings.rtpPortHigh),
    ARI_SERVER_HOST: settings.ariHost,
    ARI_SERVER_PORT: String(settings.ariPort),
    ARI_USERNAME: settings.ariUsername,
    ARI_PASSWORD: settings.ariPassword,
    MOH_DIR: files.mohDir,
  };
}
