import {
  Archive,
  ArrowLeftRight,
  Bell,
  BellRing,
  Building2,
  ChartColumn,
  ChartLine,
  Coins,
  Flag,
  Gauge,
  KeyRound,
  LayoutGrid,
  ListChecks,
  type LucideIcon,
  ReceiptText,
  RotateCcw,
  Scale,
  ScrollText,
  Settings,
  SquareTerminal,
  Users,
  Webhook,
} from "lucide-react";
import type { IconName } from "@/components/layout/types";
import { classNames } from "./class-names";

const ICONS: Readonly<Record<IconName, LucideIcon>> = {
  alerts: BellRing,
  analytics: ChartLine,
  "api-key": SquareTerminal,
  audit: ScrollText,
  backup: Archive,
  billing: ReceiptText,
  catalog: LayoutGrid,
  credits: Coins,
  customers: Building2,
  disputes: Scale,
  flags: Flag,
  inbox: Bell,
  jobs: ListChecks,
  license: KeyRound,
  overview: Gauge,
  recovery: RotateCcw,
  revenue: ArrowLeftRight,
  settings: Settings,
  team: Users,
  usage: ChartColumn,
  webhooks: Webhook,
};

/** An icon by its role, for data that names one. */
export function Icon({ name, className }: { name: IconName; className?: string | undefined }) {
  const Drawing = ICONS[name];
  return <Drawing aria-hidden className={classNames("size-4 shrink-0 stroke-[1.75]", className)} />;
}
