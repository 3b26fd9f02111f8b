/** What node_modules must carry to belong to this lock file on this platform. */
export function stampOf(lockText: string, platform: string, arch: string): string;

/** Runs `npm ci` unless node_modules already belongs to the lock file. Returns an error text, or undefined. */
export function ensureInstalled(root: string): Promise<string | undefined>;
