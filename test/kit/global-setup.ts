/** Before all tests: nothing to prepare yet. */
export default function setup(): void {
  process.env["TZ"] = "Asia/Ho_Chi_Minh";
}
