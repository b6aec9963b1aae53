import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import {
  type ArchiveFile,
  continueCrc32,
  deflatePiece,
  writeArchive,
} from "@/lib/operations/exports/archive";
import { encodings } from "@/lib/operations/exports/encode-rows";

const AT = new Date("2026-11-21T14:05:00Z");

/** Builds an archive the way the job does: each file in pieces that know nothing of each other. */
async function pack(files: Readonly<Record<string, readonly Buffer[]>>): Promise<Buffer> {
  const chunks: Uint8Array<ArrayBuffer>[][] = [];
  const facts: ArchiveFile[] = Object.entries(files).map(([name, pieces]) => {
    chunks.push(
      pieces.map((piece, index) => new Uint8Array(deflatePiece(piece, index === pieces.length - 1))),
    );
    return {
      name,
      chunks: pieces.length,
      sizeBytes: pieces.reduce((sum, piece) => sum + piece.length, 0),
      crc32: pieces.reduce((sum, piece) => continueCrc32(piece, sum), 0),
    };
  });
  const written: Uint8Array[] = [];
  for await (const bytes of writeArchive(
    facts,
    AT,
    async (file, position) => chunks[file]?.[position] ?? new Uint8Array(),
  ))
    written.push(bytes);
  return Buffer.concat(written);
}

describe("an archive", () => {
  test("gives back every file, however it was cut into pieces", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.uint8Array({ maxLength: 3_000 }), { minLength: 1, maxLength: 5 }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (files) => {
          const named = Object.fromEntries(
            files.map((pieces, index) => [`file${index}.json`, pieces.map((piece) => Buffer.from(piece))]),
          );
          const unpacked = unzipSync(await pack(named));
          for (const [name, pieces] of Object.entries(named)) {
            expect(Buffer.from(unpacked[name] ?? [])).toEqual(Buffer.concat(pieces));
          }
          expect(Object.keys(unpacked)).toEqual(Object.keys(named));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("is the same twice, byte for byte", async () => {
    const files = { "a.csv": [Buffer.from("one"), Buffer.from("two")], "b.csv": [Buffer.alloc(0)] };
    expect(await pack(files)).toEqual(await pack(files));
  });

  test("is taken as sound by a program that is not ours, checksums included", async () => {
    const folder = mkdtempSync(join(tmpdir(), "export-"));
    try {
      const path = join(folder, "export.zip");
      writeFileSync(path, await pack({ "a.json": [Buffer.from("[\n1"), Buffer.from("\n]\n")] }));
      const script =
        "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.read('a.json').decode())";
      expect(execFileSync("python3", ["-c", script, path], { encoding: "utf8" })).toBe("[\n1\n]\n\n");
      expect(readFileSync(path).subarray(0, 2).toString()).toBe("PK");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a file as JSON", () => {
  const { head, rows, tail } = encodings.json;
  const columns = ["id", "at", "extra"];

  test("is one array, whether it is written at once, in pieces, or has no rows", () => {
    const all = [{ id: 1, at: AT }, { id: 2, extra: { deep: [null, "ü"] } }, { id: 3 }];
    const pieces = rows(columns, all.slice(0, 1), true) + rows(columns, all.slice(1), false);
    const text = head(columns) + pieces + tail;
    expect(JSON.parse(text)).toEqual([
      { id: 1, at: "2026-11-21T14:05:00.000Z", extra: null },
      { id: 2, at: null, extra: { deep: [null, "ü"] } },
      { id: 3, at: null, extra: null },
    ]);
    expect(head(columns) + rows(columns, all, true) + tail).toBe(text);
    expect(JSON.parse(head(columns) + rows(columns, [], true) + tail)).toEqual([]);
  });

  test("holds no column that was not asked for", () => {
    const text = head(["id"]) + rows(["id"], [{ id: 1, secret: "hash" }], true) + tail;
    expect(text).not.toContain("hash");
  });
});

describe("a file as CSV", () => {
  const row = (value: unknown) => encodings.csv.rows(["value"], [{ value }], true);

  test.each<[unknown, string]>([
    ["plain", "plain"],
    ["with, comma", '"with, comma"'],
    ['with "quotes"', '"with ""quotes"""'],
    ["two\nlines", '"two\nlines"'],
    ["two\r\nlines", '"two\r\nlines"'],
    [null, ""],
    [undefined, ""],
    ["", ""],
    [0, "0"],
    [-5, "-5"],
    [true, "true"],
    [AT, "2026-11-21T14:05:00.000Z"],
    [["a", "b"], '"[""a"",""b""]"'],
    [{ a: 1 }, '"{""a"":1}"'],
    ["Zoë 日本", "Zoë 日本"],
  ])("writes %j as RFC 4180 asks", (value, cell) => {
    expect(row(value)).toBe(`${cell}\r\n`);
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tTab", "\rReturn", "=cmd|' /C calc'!A0", "＝1+1"])(
    "keeps a spreadsheet from running %j",
    (text) => {
      const cell = row(text).slice(0, -2);
      const content = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      expect(content).toBe(`'${text}`);
    },
  );

  test("has its heads even without rows", () => {
    expect(encodings.csv.head(["a", "b"]) + encodings.csv.tail).toBe("a,b\r\n");
  });
});
