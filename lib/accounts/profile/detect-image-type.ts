export type ImageType = "image/png" | "image/jpeg" | "image/webp";

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** Smaller than this, no picture of these kinds is whole. */
const SMALLEST = 24;

/** What a file is by its first bytes, whatever its name or the sender says. Null for everything but PNG, JPEG and WebP. */
export function detectImageType(content: Buffer): ImageType | null {
  if (content.length < SMALLEST) return null;
  if (content.subarray(0, PNG.length).equals(PNG) && content.toString("latin1", 12, 16) === "IHDR") {
    return "image/png";
  }
  if (content.subarray(0, JPEG.length).equals(JPEG)) return "image/jpeg";
  if (content.toString("latin1", 0, 4) === "RIFF" && content.toString("latin1", 8, 12) === "WEBP") {
    return "image/webp";
  }
  return null;
}
