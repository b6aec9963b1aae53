import { describe, expect, test } from "vitest";
import { findLeaks } from "@/tests/security/support/find-leaks";

const word = "canarya3f9a1b2c4d5e";
const figure = 73_102_714;
const id = "01a1fea9-e2e4-7121-a5f2-e7658df4d42a";
const marks = { words: [word], ids: [id], figures: [figure] };
const inBase64 = (text: string) => Buffer.from(text).toString("base64");

describe("what speaks of somebody", () => {
  test.each([
    ["plainly", `<td>Larkfield ${word}</td>`],
    ["in capitals", `NAME=${word.toUpperCase()}`],
    ["in an address", `/a/look-alike?x=%22${word}%22`],
    ["in JSON inside of JSON", JSON.stringify({ page: JSON.stringify({ name: `"${word}"` }) })],
    ["in hexadecimal", `\\x${Buffer.from(word).toString("hex")}`],
    ["in base64", inBase64(`{"name":"${word}"}`)],
    ["in base64, one byte on", inBase64(`!{"name":"${word}"}`)],
    ["in base64, two bytes on", inBase64(`!!{"name":"${word}"}`)],
    ["in base64 for addresses", Buffer.from(`???${word}>>>`).toString("base64url")],
    ["in base64 over two lines", inBase64(`name ${word} name`).replace(/(.{10})/, "$1\r\n")],
    ["over two lines of a mail", `Hello ${word.slice(0, 7)}=\r\n${word.slice(7)}`],
  ])("is found %s", (_how, text) => {
    expect(findLeaks(marks, text)).toEqual([word]);
  });

  test("is found by the key of a row", () => {
    expect(findLeaks(marks, `{"id":"${id}"}`)).toEqual([id]);
  });

  test.each([
    ["as it is", `{"used":${figure}}`],
    ["with separators", "73,102,714 resumes"],
    ["as money", "$731,027.14"],
    ["as a decimal", "<amount>731027.14</amount>"],
  ])("is found by its figure, %s", (_how, text) => {
    expect(findLeaks(marks, text)).toEqual([String(figure)]);
  });

  test.each([
    ["a word that differs in a letter", word.replace("ya3", "yb3")],
    ["an id that differs in a letter", id.replace(/a$/, "b")],
    ["a figure that differs by one", `{"used":${figure + 1}} 73,102,715 $731,027.15`],
    ["digits inside of a hash", `9${figure}0 a${figure} ${figure}f`],
    ["nothing", ""],
  ])("is not mistaken for %s", (_what, text) => {
    expect(findLeaks(marks, text)).toEqual([]);
    expect(findLeaks(marks, inBase64(text))).toEqual([]);
  });

  test("may be repeated to whoever named it, and nothing beside it", () => {
    const text = `There is no ${word}. (731,027.14)`;
    expect(findLeaks(marks, text, `/a/${word}/billing`)).toEqual([String(figure)]);
    expect(findLeaks(marks, text, `/?cursor=${inBase64(`1:${word}`)}`)).toEqual([String(figure)]);
  });
});
