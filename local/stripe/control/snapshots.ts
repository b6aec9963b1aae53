import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Everything there was at some moment, by name; on disk too when there is a state folder. */
export class Snapshots {
  private readonly inMemory = new Map<string, string>();
  private readonly directory: string | null;

  constructor(stateDir: string | null) {
    this.directory = stateDir ? path.join(stateDir, "snapshots") : null;
  }

  keep(name: string, text: string): void {
    if (!this.directory) {
      this.inMemory.set(name, text);
      return;
    }
    mkdirSync(this.directory, { recursive: true });
    writeFileSync(path.join(this.directory, `${name}.jsonl`), text);
  }

  read(name: string): string | undefined {
    if (!this.directory) return this.inMemory.get(name);
    return this.list().includes(name)
      ? readFileSync(path.join(this.directory, `${name}.jsonl`), "utf8")
      : undefined;
  }

  list(): string[] {
    if (!this.directory) return [...this.inMemory.keys()];
    try {
      return readdirSync(this.directory).map((file) => file.replace(/\.jsonl$/, ""));
    } catch (error) {
      // none has been taken yet
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }
}
