/** The part of an address that leads to a section of the report's page: `#` and its id, in every link. */
export const sectionHash = (sectionId: string): string => `#${sectionId}`;

export const sectionAddress = (reportId: string, sectionId: string): string =>
  `/bao-cao/${reportId}${sectionHash(sectionId)}`;

/** Does the page's own address lead to this section? */
export const isAddressed = (sectionId: string): boolean => location.hash === sectionHash(sectionId);
