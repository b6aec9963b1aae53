import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Fingerprint of what an install depends on: the lock file and the kind of machine. */
export function computeInstallStamp(root) {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(`${process.platform} ${process.arch}`)
    .digest("hex");
}

/**
 * True when node_modules holds what the lock file says. An install made by hand leaves no stamp; npm writes its
 * own record last, so one that is newer than the lock file is whole.
 */
export function isInstallFresh(root) {
  const stamp = join(root, "node_modules", ".meterhouse-stamp");
  if (existsSync(stamp)) return readFileSync(stamp, "utf8") === computeInstallStamp(root);
  const record = join(root, "node_modules", ".package-lock.json");
  return existsSync(record) && statSync(record).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}
