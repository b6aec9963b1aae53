import type { Clock } from "@/lib/platform/clock";
import { database } from "@/lib/platform/db";
import { deleteContent, expireOne } from "../exports/repository";

/** Erases every export whose time is over. @returns how many */
export async function expireExports(clock: Clock): Promise<number> {
  let expired = 0;
  for (;;) {
    const id = await database().begin(async (tx) => {
      const found = await expireOne(tx, clock.now());
      if (found) await deleteContent(tx, found);
      return found;
    });
    if (id === null) return expired;
    expired += 1;
  }
}
