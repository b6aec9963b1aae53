/** Types of `install-stamp.mjs`, which is plain JavaScript because it runs before anything is installed. */
export function computeInstallStamp(root: string): string;
export function isInstallFresh(root: string): boolean;
