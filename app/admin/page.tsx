import { redirect } from "next/navigation";
import { ADMIN_HOME } from "@/app/_server/admin-context";

export default function AdminPage() {
  redirect(ADMIN_HOME);
}
