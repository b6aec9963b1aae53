import { ADMIN_HOME } from "@/app/_server/admin-context";
import { NotFoundView } from "@/components/errors/not-found-view";

export default function AdminNotFound() {
  return <NotFoundView homeHref={ADMIN_HOME} homeLabel="Go to the customers" />;
}
