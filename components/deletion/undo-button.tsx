"use client";

import { useRouter } from "next/navigation";
import { undoDeletion } from "@/components/api/deletion-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { showRefusal, showResult } from "@/components/ui/toast";
import type { DeletionSubject } from "./types";

/** Undoes a scheduled deletion; the page then shows what there is again. */
export function UndoButton({ subject }: { subject: DeletionSubject }) {
  const router = useRouter();
  const act = useAct(undoDeletion);
  async function undo() {
    const result = await act.run("undo", subject);
    if (!result.ok) {
      showRefusal({ title: "The deletion is still scheduled", detail: result.message });
      return;
    }
    act.clear();
    showResult({ title: "Deletion undone", detail: "Everything stays. Plans that run renew as before." });
    router.refresh();
  }
  return (
    <Button size="sm" busy={act.busyWith !== null} onClick={() => void undo()}>
      Undo the deletion
    </Button>
  );
}
