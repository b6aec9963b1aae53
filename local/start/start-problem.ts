/** Something the person at the keyboard can put right. The message is one sentence that says how. */
export class StartProblem extends Error {
  override readonly name = "StartProblem";
  readonly sentences: readonly string[];

  constructor(sentences: string | readonly string[], options?: ErrorOptions) {
    const list = typeof sentences === "string" ? [sentences] : sentences;
    super(list.join("\n"), options);
    this.sentences = list;
  }
}
