export type { Binding, Source, Transport } from "./binding.ts";
export type {
  AdmissionDesk,
  Bindings,
  CallEvents,
  Credential,
  Credentials,
  DeviceEvents,
  Ha1,
  Ids,
} from "./ports.ts";
export { type Signalling, type SignallingOptions, startSignalling } from "./signalling.ts";
export type { SwitchAddress } from "./switch-address.ts";
