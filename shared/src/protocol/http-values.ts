import { z } from "zod";

export const uuid = z.uuid();
export const userId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** A person, or whom a Word file names (SUG31). */
export const suggesterId = z.string().regex(/^(?:[A-Za-z0-9_-]{1,64}|word:[A-Za-z0-9_-]{0,120})$/);
export const line = z.string().max(500);
export const paragraphText = z.string().max(20_000);
export const epochMs = z.number().int().nonnegative();
export const version = z.number().int().nonnegative();
/** Language of what is sent to a person. */
export const locale = z.enum(["vi", "en"]);
