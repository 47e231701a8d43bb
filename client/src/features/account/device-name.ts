const browsers = [
  ["Edg/", "Edge"],
  ["coc_coc_browser/", "Cốc Cốc"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const systems = [
  ["Windows", "Windows"],
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Mac OS", "macOS"],
  ["Linux", "Linux"],
] as const;

/** "Chrome, Windows" from a user agent, for people to tell their machines apart; null when nothing is known. */
export function deviceName(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const first = (table: readonly (readonly [string, string])[]) =>
    table.find(([sign]) => userAgent.includes(sign))?.[1];
  const parts = [first(browsers), first(systems)].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(", ");
}
