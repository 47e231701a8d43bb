/** Words as a person types them when looking for something: "bao cao" finds "báo cáo". */
const plain = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

export const hasWords = (text: string, wanted: string): boolean => plain(text).includes(plain(wanted.trim()));
