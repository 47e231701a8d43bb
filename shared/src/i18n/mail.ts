import type { Locale } from "./keys.ts";

/** Words of mails. Apart from the page's dictionary, which has no use for them. */
export const viMail = {
  "invitation.subject": "Lời mời tham gia {organisation} trên Đồng Soạn",
  "invitation.text": `Kính gửi {name},

{organisation} mời đồng chí cùng soạn thảo báo cáo trên Đồng Soạn.
Mở đường dẫn sau để đặt tên đăng nhập và mật khẩu. Đường dẫn chỉ dùng một lần và hết hạn vào {expires}:

{link}

Nếu không chờ thư này, đồng chí có thể bỏ qua.`,
  "password-reset.subject": "Đặt lại mật khẩu Đồng Soạn",
  "password-reset.text": `Kính gửi {name},

Quản trị của {organisation} đã tạo đường dẫn để đồng chí đặt lại mật khẩu.
Đường dẫn chỉ dùng một lần và hết hạn vào {expires}. Khi đặt xong, mọi phiên đăng nhập cũ kết thúc:

{link}

Nếu không đề nghị việc này, đồng chí hãy báo cho người quản trị.`,
  "section-returned.subject": "Mục được trả lại: {subject}",
  "section-returned.text": `Kính gửi {name},

{by} đã trả lại mục {section} của báo cáo “{subject}” để bổ sung, chỉnh sửa.
Lý do và nội dung xem tại:

{link}`,
  footer: "Thư tự động của Đồng Soạn; nội dung báo cáo không gửi qua thư.",
} as const;

export type MailKey = keyof typeof viMail;

export const enMail: Readonly<Record<MailKey, string>> = {
  "invitation.subject": "Invitation to {organisation} on Đồng Soạn",
  "invitation.text": `Dear {name},

{organisation} invites you to write reports together on Đồng Soạn.
Open this link to choose a user name and a password. It works once and expires on {expires}:

{link}

If you did not expect this mail, you may ignore it.`,
  "password-reset.subject": "Reset your Đồng Soạn password",
  "password-reset.text": `Dear {name},

The administrator of {organisation} has made a link with which you choose a new password.
It works once and expires on {expires}. All your open sessions end when it is used:

{link}

If you did not ask for this, please tell the administrator.`,
  "section-returned.subject": "Section returned: {subject}",
  "section-returned.text": `Dear {name},

{by} has returned section {section} of the report “{subject}” to be completed.
See the reason and the text at:

{link}`,
  footer: "Automatic mail of Đồng Soạn; report text is never sent by mail.",
};

/** Words of a mail; `{name}` is replaced by the value, and nothing inside a value is replaced again. */
export function mailText(locale: Locale, key: MailKey, params: Readonly<Record<string, string>>): string {
  return (locale === "en" ? enMail : viMail)[key].replace(
    /\{(\w+)\}/g,
    (whole, name: string) => params[name] ?? whole,
  );
}
