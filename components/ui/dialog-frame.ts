/** Shared looks of dialogs and alert dialogs: centred, and rising from the bottom on phones. */
export const DIALOG_LOOK = {
  scrim: "enter-fade fixed inset-0 z-30 bg-scrim",
  content:
    "enter-rise fixed z-40 overflow-auto bg-raised text-ink shadow-dialog outline-none sm:top-1/2 sm:left-1/2 sm:max-h-[calc(100dvh-3rem)] sm:w-[35rem] sm:max-w-[calc(100vw-3rem)] sm:-translate-1/2 sm:rounded-dialog max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[calc(100dvh-1.5rem)] max-sm:rounded-t-dialog",
  head: "flex justify-between gap-4 px-6 pt-5 max-sm:px-4",
  title: "font-semibold text-lg tracking-[-0.01em]",
  description: "mt-1 text-muted text-sm",
  body: "px-6 pt-4 pb-5 max-sm:p-4",
  foot: "sticky bottom-0 flex flex-wrap justify-end gap-2 border-line border-t bg-raised px-6 py-4 max-sm:px-4 max-sm:pt-3 max-sm:pb-4 max-sm:*:min-h-11 max-sm:*:flex-auto",
} as const;
