import type { CreateReportBody, DraftSection } from "@dongsoan/shared/http-api";

/** Sample text about a fictitious commune; every figure is invented. */
const body = (text: string): DraftSection["blocks"][number] => ({ style: "body", level: 1, text });
const dash = (text: string): DraftSection["blocks"][number] => ({ style: "dash", level: 1, text });
const section = (
  title: string,
  blocks: DraftSection["blocks"],
  children: DraftSection[] = [],
): DraftSection => ({ title, blocks, children });

export const demoReport: Pick<CreateReportBody, "header" | "sections"> = {
  header: {
    parentAgency: "UBND TỈNH AN BÌNH",
    agency: "ỦY BAN NHÂN DÂN\nXÃ SUỐI NGÀN",
    number: "",
    symbol: "BC-UBND",
    place: "Suối Ngàn",
    date: { day: null, month: 6, year: 2026 },
    typeName: "BÁO CÁO",
    subject:
      "Tình hình kinh tế - xã hội, quốc phòng - an ninh\n6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2026",
    addressees: ["UBND tỉnh An Bình"],
    opening: [
      "Thực hiện kế hoạch công tác năm 2026, Ủy ban nhân dân xã Suối Ngàn báo cáo kết quả 6 tháng đầu năm như sau:",
    ],
    closing: [
      "Trên đây là báo cáo tình hình 6 tháng đầu năm và nhiệm vụ 6 tháng cuối năm 2026 của xã Suối Ngàn, kính trình Ủy ban nhân dân tỉnh xem xét.",
    ],
    recipients: ["Như trên", "Thường trực Đảng ủy, HĐND xã", "Các phòng, đơn vị thuộc xã", "Lưu: VT, VP"],
    signature: { lines: ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], name: "Hà Công Trực" },
  },
  sections: [
    section("ĐẶC ĐIỂM TÌNH HÌNH", [
      body(
        "Xã Suối Ngàn được sắp xếp từ ba đơn vị cũ, có 21 thôn, bản với 3.412 hộ và 14.806 nhân khẩu; diện tích tự nhiên 18.450 ha, trong đó đất lâm nghiệp chiếm 71,3%.",
      ),
      body(
        "Sáu tháng đầu năm thời tiết khô hạn kéo dài đến giữa tháng 4, một số công trình nước tự chảy thiếu nước, ảnh hưởng đến vụ xuân của bốn bản vùng cao.",
      ),
    ]),
    section(
      "KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
      [],
      [
        section("Phát triển kinh tế", [
          dash(
            "Tổng diện tích gieo trồng vụ xuân đạt 1.236 ha, bằng 98,9% kế hoạch; năng suất lúa bình quân 57,4 tạ/ha.",
          ),
          dash(
            "Trồng mới 84 ha rừng sản xuất; khai thác 5.120 m³ gỗ vườn rừng; độ che phủ duy trì ở mức 68,2%.",
          ),
          dash(
            "Thu ngân sách trên địa bàn đạt 6.845 triệu đồng, bằng 54,1% dự toán; giải ngân vốn đầu tư công đạt 47,6%.",
          ),
          dash("Hai sản phẩm mật ong và chè dây được đánh giá lại, giữ hạng ba sao."),
        ]),
        section("Văn hóa - xã hội", [
          dash(
            "Bảy trường học hoàn thành chương trình năm học; tỷ lệ chuyển lớp đạt 99,4%; huy động trẻ 5 tuổi ra lớp đạt 100%.",
          ),
          dash("Trạm y tế khám, chữa bệnh cho 8.265 lượt người; tỷ lệ bao phủ bảo hiểm y tế đạt 95,7%."),
          dash("Tổ chức ngày hội văn hóa các dân tộc lần thứ hai với 640 người tham gia của 21 thôn, bản."),
        ]),
        section("Quốc phòng - an ninh", [
          dash(
            "Hoàn thành huấn luyện dân quân năm 2026 cho 118 đồng chí, kết quả 100% đạt yêu cầu, trong đó 79% khá, giỏi.",
          ),
          dash(
            "Cấp và kích hoạt 1.027 tài khoản định danh điện tử; tiếp nhận và giải quyết 12 vụ việc về trật tự, không có vụ việc kéo dài.",
          ),
        ]),
        section("Công tác đối ngoại, văn phòng", [
          dash(
            "Đón và làm việc với hai đoàn khách tìm hiểu mô hình du lịch cộng đồng; hướng dẫn thủ tục cho bốn tổ chức tài trợ nước sạch.",
          ),
          dash("Bộ phận một cửa tiếp nhận 2.954 hồ sơ, giải quyết đúng và trước hạn 98,6%."),
        ]),
      ],
    ),
    section("TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN", [
      body(
        "Tiến độ giải phóng mặt bằng hai công trình giao thông còn chậm; việc cập nhật cơ sở dữ liệu đất đai ở các bản vùng cao chưa đầy đủ do địa hình chia cắt và thiếu cán bộ chuyên môn.",
      ),
    ]),
    section("PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM", [
      {
        style: "number",
        level: 1,
        text: "Tập trung sản xuất vụ mùa, phấn đấu gieo trồng 1.540 ha; chủ động phòng, chống thiên tai.",
      },
      {
        style: "number",
        level: 1,
        text: "Hoàn thành giải ngân 100% vốn đầu tư công được giao trước ngày 15/12/2026.",
      },
      {
        style: "number",
        level: 1,
        text: "Giữ vững an ninh chính trị, trật tự an toàn xã hội; sẵn sàng cho diễn tập khu vực phòng thủ.",
      },
    ]),
  ],
};
