import type { PlatformDocument, TenantDocument } from "./document.ts";
import { type DocumentFault, documentError } from "./fault.ts";
import { duplicateKeys, type Mention, mentions, repeated } from "./mention.ts";
import { rentalFaults } from "./validate-rentals.ts";
import { tenantFaults } from "./validate-tenant.ts";
import { trunkFaults } from "./validate-trunks.ts";

/** Everything wrong with a platform document whose shape is right. Without errors it may be loaded. */
export function validatePlatform(document: PlatformDocument): readonly DocumentFault[] {
  const { tenants, trunks } = document;
  return [
    ...operatorFaults(document),
    ...trunkFaults(trunks),
    ...duplicateKeys(mentions(tenants, "tenants", "key", ({ key }) => key)),
    ...takenNumbers(tenants),
    ...takenSipUsernames(document),
    ...tenants.flatMap((tenant, index) => tenantFaults(tenant, `tenants.${index}`, document)),
    ...rentalFaults(document),
  ];
}

function operatorFaults({ operator, tenants }: PlatformDocument): readonly DocumentFault[] {
  if (tenants.some(({ key }) => key === operator)) return [];
  return [
    documentError(
      "operator",
      "unknown-operator",
      `运营方“${operator}”不在租户之列。请把 operator 写成某个租户的 key。`,
      `The operator "${operator}" is not among the tenants. Let operator be the key of one of them.`,
    ),
  ];
}

/** A number with and without `+` counts as one, since either may be dialled for the other. */
function takenNumbers(tenants: readonly TenantDocument[]): readonly DocumentFault[] {
  const numbers = tenants.flatMap(({ numbers }, index) =>
    mentions(numbers, `tenants.${index}.numbers`, "number", ({ number }) => number.replace("+", "")),
  );
  return repeated(numbers).map(({ path, value, first }) =>
    documentError(
      path,
      "number-taken",
      `号码 ${value} 已写在 ${first}（有无 + 视为同一号码）。一个号码只能写一次，只能属于一个租户。`,
      `The number ${value} stands already at ${first} (with or without + it is the same). A number is written once and belongs to one tenant.`,
    ),
  );
}

function takenSipUsernames({ trunks, tenants }: PlatformDocument): readonly DocumentFault[] {
  const ofTrunks = trunks.flatMap(({ sipUsername }, index): readonly Mention[] =>
    sipUsername === undefined ? [] : [{ path: `trunks.${index}.sipUsername`, value: sipUsername }],
  );
  const ofAgents = tenants.flatMap(({ agents }, index) =>
    mentions(agents, `tenants.${index}.agents`, "sipUsername", ({ sipUsername }) => sipUsername),
  );
  return repeated([...ofTrunks, ...ofAgents]).map(({ path, value, first }) =>
    documentError(
      path,
      "sip-username-taken",
      `SIP 用户名“${value}”已在 ${first} 用过。全平台的坐席和中继都不能重名，请换一个。`,
      `The SIP user name "${value}" is used already at ${first}. Agents and trunks of the whole platform must differ: choose another.`,
    ),
  );
}
