import { notFound, redirect } from "next/navigation";
import { findVisitor, type Visitor } from "./page-context";

export const ADMIN_HOME = "/admin/customers";
export const ADMIN_AUDIT = "/admin/audit";

/**
 * The platform admin who looks at a page of the back office. Visitors sign in first and come back; for anybody else
 * there is no such page.
 *
 * @param path the page, with its query
 */
export async function requireAdmin(path: string): Promise<Visitor> {
  const visitor = await findVisitor();
  if (!visitor) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!visitor.isPlatformAdmin) notFound();
  return visitor;
}
