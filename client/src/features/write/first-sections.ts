import { isAddressed } from "../../ui/section-address.ts";

/** So many sections fill a window whatever their length; the others are fetched once the first can be written. */
const firstCount = 8;

/** Is this section, the i-th of its report, fetched before all others? So is the one that the address leads to. */
export const isAmongFirst = ({ id }: { readonly id: string }, i: number): boolean =>
  i < firstCount || isAddressed(id);
