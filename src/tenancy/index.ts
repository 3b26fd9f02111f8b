export { type Admission, type Arrival, admit, type Occupancy, type Refusal } from "./admission.ts";
export { CapacityDocument } from "./agent-document.ts";
export { type AgentEntry, type Directory, directoryOf, type NumberEntry } from "./directory.ts";
export { PlatformDocument, TenantDocument, TrunkDocument } from "./document.ts";
export type { DocumentFault, DocumentFaultCode } from "./fault.ts";
export type { Source } from "./peer.ts";
export type {
  AgentConfig,
  PlatformConfig,
  PublishedFlow,
  QueueConfig,
  Quotas,
  TenantConfig,
  Trunk,
} from "./platform.ts";
export {
  type NamesInRules,
  type QueueIdentity,
  queueOf,
  type ReadRules,
  type RulesRead,
  readRules,
} from "./queue-config.ts";
export { type PoolMember, poolRentals, rentalOf } from "./rental-config.ts";
export { RentalTerms, SharedPoolTerms } from "./rental-document.ts";
export { validatePlatform } from "./validate.ts";
