import { DayPicker } from "@daypicker/react";
import { enGB } from "@daypicker/react/locale/en-GB";
import { vi } from "@daypicker/react/locale/vi";
import "@daypicker/react/style.css";
import { useText } from "../i18n/use-text.ts";
import "./calendar.css";

/** A month to choose a day from: arrows, Page Up and Page Down, Enter. Fetched when it is first opened. */
export function Calendar({ day, onDay }: { readonly day: Date | null; readonly onDay: (day: Date) => void }) {
  const { locale } = useText();
  return (
    <DayPicker
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it opened because somebody asked for it
      autoFocus
      mode="single"
      required
      locale={locale === "vi" ? vi : enGB}
      weekStartsOn={1}
      showOutsideDays
      captionLayout="label"
      selected={day ?? undefined}
      {...(day === null ? {} : { defaultMonth: day })}
      onSelect={onDay}
    />
  );
}
