import type { TrunkDocument } from "./document.ts";
import { type DocumentFault, documentError, documentWarning } from "./fault.ts";
import { duplicateKeys, type Mention, mentions, repeated } from "./mention.ts";
import { parsePeer, peerKey } from "./peer.ts";

/** What is wrong with the trunks, SIP user names apart. */
export function trunkFaults(trunks: readonly TrunkDocument[]): readonly DocumentFault[] {
  const addresses = trunks.flatMap(({ addresses }, trunk) =>
    addresses.map((value, address) => ({ path: `trunks.${trunk}.addresses.${address}`, value })),
  );
  return [
    ...duplicateKeys(mentions(trunks, "trunks", "key", ({ key }) => key)),
    ...trunks.flatMap((trunk, index) => (hasIdentity(trunk) ? [] : [withoutIdentity(`trunks.${index}`)])),
    ...addresses.flatMap(addressFaults),
    ...repeated(addresses.flatMap(normalised)).map(addressTaken),
  ];
}

function hasIdentity({ addresses, sipUsername }: TrunkDocument): boolean {
  return addresses.length > 0 || sipUsername !== undefined;
}

function withoutIdentity(path: string): DocumentFault {
  return documentWarning(
    path,
    "trunk-without-identity",
    "这条中继既没有地址也没有 SIP 用户名，任何来电都不会认作它的。请至少添加一项。",
    "This trunk has neither an address nor a SIP user name, so no call is ever taken for its. Give it one.",
  );
}

function addressFaults({ path, value }: Mention): readonly DocumentFault[] {
  const peer = parsePeer(value);
  if (peer === undefined) return [unreadableAddress(path, value)];
  return peer.network.prefixLength === 0 ? [openToAll(path, value)] : [];
}

function unreadableAddress(path: string, value: string): DocumentFault {
  return documentError(
    path,
    "unreadable-address",
    `看不懂地址“${value}”。请写成 192.0.2.1、192.0.2.0/24、192.0.2.1:5060、2001:db8::1、2001:db8::/32 或 [2001:db8::1]:5060 的样子。`,
    `The address "${value}" cannot be read. Write it like 192.0.2.1, 192.0.2.0/24, 192.0.2.1:5060, 2001:db8::1, 2001:db8::/32 or [2001:db8::1]:5060.`,
  );
}

function openToAll(path: string, value: string): DocumentFault {
  return documentWarning(
    path,
    "trunk-open-to-all",
    `地址“${value}”放进任何人的来电。除非网络另有防护，请收窄范围。`,
    `The address "${value}" lets anybody's calls in. Unless the network is guarded otherwise, narrow it.`,
  );
}

function normalised({ path, value }: Mention): readonly Mention[] {
  const peer = parsePeer(value);
  return peer === undefined ? [] : [{ path, value: peerKey(peer) }];
}

function addressTaken({ path, first }: Mention & { readonly first: string }): DocumentFault {
  return documentError(
    path,
    "address-taken",
    `同一个地址已写在 ${first}。请让每个地址只属于一条中继。`,
    `The same address stands already at ${first}. Let each address belong to one trunk, once.`,
  );
}
