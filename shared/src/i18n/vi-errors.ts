import type { ErrorCode } from "../domain/error-codes.ts";

/** One sentence or two for each refusal: what happened, what is safe, what to do. */
export const viErrors = {
  "error.offline":
    "Không kết nối được với máy chủ. Chưa có gì được gửi; những gì bạn nhập vẫn còn trên trang. Kiểm tra mạng rồi thử lại.",
  "error.malformed":
    "Nội dung gửi đi chưa đúng. Chưa có gì thay đổi; hãy kiểm tra các ô đã nhập rồi gửi lại.",
  "error.signed-out": "Phiên đăng nhập đã hết. Nội dung trên trang vẫn được giữ; hãy đăng nhập lại.",
  "error.forbidden": "Bạn chưa có quyền làm việc này. Chưa có gì thay đổi; hãy hỏi người tổng hợp báo cáo.",
  "error.not-found":
    "Không tìm thấy, hoặc bạn chưa có quyền xem. Hãy hỏi người tổng hợp báo cáo nếu bạn cần.",
  "error.origin-refused":
    "Yêu cầu đến từ một địa chỉ lạ nên bị từ chối. Hãy mở lại hệ thống bằng địa chỉ chính thức của cơ quan.",
  "error.csrf-refused":
    "Trang này mở đã lâu nên yêu cầu bị từ chối. Chưa có gì thay đổi; hãy tải lại trang rồi làm lại.",
  "error.stale-version":
    "Người khác vừa sửa đúng chỗ này. Phần bạn nhập vẫn còn; hãy xem giá trị mới rồi quyết định.",
  "error.wrong-state":
    "Trạng thái đã thay đổi nên không làm được việc này nữa. Trang sẽ hiện trạng thái mới nhất.",
  "error.lineage-changed":
    "Mục này vừa được phục hồi sau khi dữ liệu bị hỏng. Hãy tải lại trang; phần chưa lưu được giữ thành bản giữ lại.",
  "error.quote-changed":
    "Đoạn được trích vừa thay đổi. Hãy chọn lại đoạn đó rồi gửi lại; lời bạn viết vẫn còn.",
  "error.too-many": "Đã đạt số lượng tối đa, không thêm được nữa.",
  "error.reason-required": "Cần ghi lý do. Chưa có gì thay đổi.",
  "error.too-large": "Nội dung quá lớn nên không được nhận. Chưa có gì được lưu; hãy chia nhỏ rồi gửi lại.",
  "error.section-too-large":
    "Mục đã đạt giới hạn độ dài. Phần đã lưu vẫn an toàn; hãy chuyển bớt sang mục khác.",
  "error.unsupported-encoding": "Máy chủ không nhận nội dung đã nén. Hãy gửi lại ở dạng không nén.",
  "error.unsupported-file":
    "Tệp này không phải văn bản đọc được. Chưa có gì được tạo; hãy lưu tệp thành Word (.docx) hoặc văn bản thuần (.txt, UTF-8) rồi thử lại.",
  "error.empty-file": "Tệp không có chữ nào. Chưa có gì được tạo; hãy chọn tệp khác.",
  "error.secrecy-stamp":
    "Văn bản mang dấu chỉ độ mật. Hệ thống này không được dùng để soạn, lưu nội dung bí mật nhà nước. Không có nội dung nào được lưu.",
  "error.not-ready":
    "Báo cáo chưa đủ điều kiện để chốt. Chưa có gì thay đổi; hãy xem danh sách việc còn lại.",
  "error.section-locked":
    "Mục đã bị khóa. Phần đã lưu vẫn an toàn, phần chưa lưu được giữ lại cho bạn; hãy hỏi người tổng hợp.",
  "error.section-closed":
    "Mục đã trình hoặc đã duyệt nên không sửa được nữa. Phần đã lưu vẫn an toàn; hãy nhờ người tổng hợp trả lại.",
  "error.report-sealed":
    "Báo cáo đã được niêm phong, không ai sửa được nữa. Muốn sửa, người tổng hợp lập bản thay thế.",
  "error.section-damaged":
    "Dữ liệu lưu của mục này bị hỏng; mục mở ở trạng thái tốt gần nhất và chỉ để đọc. Hãy báo quản trị hệ thống.",
  "error.client-too-old": "Đã có phiên bản mới của trang. Nội dung vẫn được giữ; hãy tải lại trang.",
  "error.rate-limited":
    "Quá nhiều yêu cầu trong thời gian ngắn. Chưa có gì mất; hãy đợi một phút rồi thử lại.",
  "error.update-refused":
    "Máy chủ không nhận một thay đổi không hợp lệ. Phần đã lưu vẫn an toàn; phần bị từ chối được giữ lại cho bạn.",
  "error.text-removed":
    "Các đoạn đang soạn đã bị người khác xóa, phần viết thêm quá nhiều nên không tự xếp lại được. Nội dung nằm trong “Bản giữ lại”.",
  "error.username-taken": "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.",
  "error.weak-password":
    "Mật khẩu chưa đủ mạnh hoặc quá phổ biến. Hãy đặt mật khẩu dài ít nhất 10 ký tự và khó đoán hơn.",
  "error.link-expired":
    "Đường dẫn này đã dùng rồi hoặc đã hết hạn. Hãy xin quản trị hệ thống một đường dẫn mới.",
  "error.already-set-up": "Hệ thống đã được thiết lập. Hãy đăng nhập.",
  "error.storage-unavailable":
    "Máy chủ tạm thời không ghi được dữ liệu. Chưa có gì thay đổi; phần bạn nhập vẫn còn trên trang. Hãy thử lại sau ít phút.",
  "error.overloaded": "Máy chủ đang quá tải. Chưa có gì mất; hãy thử lại sau ít phút.",
  "error.draining": "Máy chủ đang khởi động lại. Chưa có gì mất; trang sẽ tự kết nối lại.",
  "error.internal":
    "Máy chủ gặp lỗi. Những gì đã lưu vẫn an toàn; hãy thử lại, nếu vẫn lỗi thì báo quản trị hệ thống.",
} as const satisfies Record<`error.${ErrorCode | "offline"}`, string>;
