/** Exit codes: what a script may rely on. */
export const exit = {
  ok: 0,
  /** The command ran, and the answer is no: an altered package, a broken chain, a person who may not be disabled. */
  no: 1,
  /** The command was not understood. */
  usage: 2,
  /** It could not be done: nothing to read, no database, no disk. */
  failed: 3,
} as const;

export const help = `Đồng Soạn – dòng lệnh (command line)

  dongsoan verify <gói.zip>                 kiểm chứng gói đã niêm phong; không cần máy chủ, không cần mạng
                                            check a sealed package; needs no server and no network
  dongsoan backup <tệp>                     chép cơ sở dữ liệu trong khi máy chủ đang chạy
                                            copy the database while the server runs
  dongsoan restore <tệp>                    phục hồi bản sao lưu SQLite; phải dừng máy chủ trước
                                            put a SQLite backup back; stop the server first
  dongsoan user list                        người dùng, đơn vị, vai trò (people, units, roles)
  dongsoan user reset-password <tên>        tạo đường dẫn một lần để đặt lại mật khẩu
                                            make a one-time link for a new password
  dongsoan user disable <tên>               ngừng tài khoản, kết thúc mọi phiên (disable, sign out everywhere)
  dongsoan user enable <tên>                mở lại tài khoản (enable again)
  dongsoan user revoke-sessions <tên>       đăng xuất mọi nơi (sign out everywhere)
  dongsoan audit verify                     kiểm tra chuỗi nhật ký và mọi bản ghi nội dung
                                            check the audit chain and every stored update
  dongsoan audit export [tệp]               xuất nhật ký, mỗi dòng một bản ghi JSON (JSON lines)

Đọc cấu hình từ biến môi trường như máy chủ: DATA_DIR, DATABASE_URL, PUBLIC_URL, SMTP_URL (xem README.md).
Reads the server's environment variables (README.md). <tên> = tên đăng nhập (user name).
Mã thoát (exit codes): 0 được (ok) · 1 câu trả lời là không (the answer is no) · 2 sai cú pháp (usage) · 3 không làm được (failed)`;

/** Tells the person at the terminal; the only output of the command line. */
export interface Terminal {
  out(text: string): void;
  problem(text: string): void;
}
