/** Where a picture is served. The hash in it makes it good for ever: another picture has another path. */
export const avatarPath = (sha256: Buffer): string => `/api/avatars/${sha256.toString("hex")}`;
