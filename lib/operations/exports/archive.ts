import { constants, crc32, deflateRawSync } from "node:zlib";
import { Zip, type ZipInputFile } from "fflate";

const DEFLATE = 8;
/** Before ZIP64, which the writer does not know, a file or archive ends here. */
export const ARCHIVE_MOST_BYTES = 0xffff_ffff;

/**
 * Compresses one piece of a file so that the pieces of a file, one after the other, are one deflate stream: each
 * ends on a whole byte and only the last says that it is the last. So a file can be made piece by piece, by
 * processes that know nothing of each other.
 */
export function deflatePiece(content: Buffer, isLast: boolean): Buffer {
  const finishFlush = isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
  return deflateRawSync(content, { finishFlush });
}

/** The checksum of a file after one more piece. */
export const continueCrc32 = (content: Buffer, before: number): number => crc32(content, before);

export interface ArchiveFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly crc32: number;
  readonly chunks: number;
}

/**
 * Writes a ZIP archive around pieces that are compressed already, one piece in memory at a time. The same files
 * give the same bytes.
 *
 * @param readChunk the piece at a position of a file
 */
export async function* writeArchive(
  files: readonly ArchiveFile[],
  at: Date,
  readChunk: (file: number, position: number) => Promise<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw error;
    ready.push(data);
  });
  // ZIP knows local time only, and the writer takes the machine's. Noon exists on every day in every zone.
  const mtime = new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), 12);
  for (const [index, file] of files.entries()) {
    const entry: ZipInputFile = {
      filename: file.name,
      compression: DEFLATE,
      size: file.sizeBytes,
      crc: file.crc32,
      mtime,
    };
    zip.add(entry);
    for (let position = 0; position < file.chunks; position += 1) {
      entry.ondata?.(null, await readChunk(index, position), position === file.chunks - 1);
      yield* drain(ready);
    }
  }
  zip.end();
  yield* drain(ready);
}

function* drain(ready: Uint8Array[]): Generator<Uint8Array> {
  for (const bytes of ready.splice(0)) if (bytes.length > 0) yield bytes;
}
