import { NotFoundView } from "@/components/errors/not-found-view";
import { EntryBar } from "@/components/layout/public-bar";

export default function NotFound() {
  return (
    <>
      <EntryBar />
      <main id="main" className="mx-auto w-full max-w-2xl px-4 py-10">
        <NotFoundView />
      </main>
    </>
  );
}
