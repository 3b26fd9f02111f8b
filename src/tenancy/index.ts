export { admit, type Admission, type Arrival, type Refusal } from "./admission.ts";
export { PlatformDocument, TenantDocument, TrunkDocument } from "./document.ts";
export type {
  AgentConfig,
  PlatformConfig,
  PublishedFlow,
  QueueConfig,
  Quotas,
  TenantConfig,
  Trunk,
} from "./platform.ts";
export { type DocumentFault, validatePlatform } from "./validate.ts";
