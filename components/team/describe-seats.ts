import type { Format } from "@/components/format/create-format";
import type { Seats } from "./types";

/** Seats that nobody has and no invitation holds; null without a limit. */
export function computeFreeSeats({ used, held, limit }: Seats): number | null {
  return limit === null ? null : Math.max(0, limit - used - held);
}

/** How the seats stand, and for who manages them what to do when none is free. */
export function describeSeats(seats: Seats, mayManage: boolean, format: Format): string {
  const { held, planName } = seats;
  const free = computeFreeSeats(seats);
  const waiting = held === 0 ? [] : [`${count(held, format)} held by ${invitations(held)}.`];
  if (free === null) return [`${planName} has no limit on seats.`, ...waiting].join(" ");
  if (free > 0) return [`${count(free, format)} free.`, ...waiting].join(" ");
  return [describeTaken(seats, format), mayManage ? describeWayOut(seats, format) : ""]
    .filter(Boolean)
    .join(" ");
}

const count = (seats: number, format: Format): string =>
  `${format.formatQuantity(seats, "seat")} ${seats === 1 ? "is" : "are"}`;

const invitations = (held: number): string => (held === 1 ? "an open invitation" : "open invitations");

function describeTaken({ used, limit, held, planName }: Seats, format: Format): string {
  const most = limit ?? 0;
  if (used > most)
    return `${planName} has ${format.formatQuantity(most, "seat")}: everybody stays, nobody can join.`;
  const all = most === 1 ? "The one seat is taken" : `All ${format.formatCount(most)} seats are taken`;
  return held === 0 ? `${all}.` : `${all}, ${format.formatCount(held)} of them by ${invitations(held)}.`;
}

function describeWayOut({ used, held, next }: Seats, format: Format): string {
  const ways = [
    ...(used > 1 ? ["remove someone"] : []),
    ...(held > 0 ? ["revoke an invitation"] : []),
    ...(next
      ? [
          `move to ${next.name} for ${next.limit === null ? "any number of" : format.formatCount(next.limit)} seats, ${format.formatMoney(next.price)} ${next.interval}`,
        ]
      : []),
  ];
  const sentence = new Intl.ListFormat("en", { type: "disjunction" }).format(ways);
  return sentence === "" ? "" : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
