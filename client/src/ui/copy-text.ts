/** Also where the page is served by plain http, which has no `navigator.clipboard`. @returns false when nothing was copied. */
export async function copyText(text: string): Promise<boolean> {
  try {
    // oxlint-disable-next-line no-restricted-properties -- this is where its absence is dealt with
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Missing or forbidden: the older way, by the event that Ctrl+C makes.
    return copyByEvent(text);
  }
}

function copyByEvent(text: string): boolean {
  let isCopied = false;
  const handleCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    // Before anything that listens to copying in the page, as editors do.
    event.stopImmediatePropagation();
    isCopied = event.clipboardData !== null;
  };
  document.addEventListener("copy", handleCopy, { capture: true, once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", handleCopy, { capture: true });
  return isCopied;
}
