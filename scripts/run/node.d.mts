/** Whether Node `version` ("20.20.2") satisfies "^24.11 || >=26". */
export function isNewEnough(version: string): boolean;

/** The npm package that carries Node for one platform. */
export function nodePackage(platform: string, arch: string): string;

/** The path of a Node that is new enough, or undefined where there is none. */
export function findNode(root: string): string | undefined;
