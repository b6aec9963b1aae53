import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Progress } from "../progress";
import { StartProblem } from "../start-problem";
import { findChromium } from "./find-chromium";

async function succeeds(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = spawn(program, args, { env, stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

/**
 * Finds a browser, and installs one when there is none: Debian's package as root, else Playwright's download.
 * @throws StartProblem with the command to run when neither works. The browser tests are never left out.
 */
export async function ensureChromium(
  root: string,
  chosen: string | undefined,
  progress: Progress,
): Promise<string> {
  const found = findChromium(chosen);
  if (found !== null) return found;

  const hasApt = spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
  if (hasApt && process.getuid?.() === 0) {
    progress.step("Installing Chromium for the browser tests (apt-get, a minute or two)");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const install = ["install", "--yes", "--quiet=2", "--no-install-recommends", "chromium"];
    const done =
      (await succeeds("apt-get", install, env)) ||
      ((await succeeds("apt-get", ["update", "--quiet=2"], env)) &&
        (await succeeds("apt-get", install, env)));
    const installed = done ? findChromium(undefined) : null;
    if (installed !== null) return installed;
  }

  progress.step("Downloading Playwright's Chromium for the browser tests");
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
  await succeeds(process.execPath, [cli, "install", "chromium"], process.env);
  const downloaded = findChromium(undefined);
  if (downloaded !== null) return downloaded;

  const command = hasApt ? "sudo apt-get install chromium" : "npx playwright install --with-deps chromium";
  throw new StartProblem(
    `The browser tests need Chromium and it could not be installed: run ${command}, or set CHROMIUM_PATH to a browser, then run npm test again.`,
  );
}
