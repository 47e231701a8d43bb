import { agencyLines, dateLine, listed, numberLine } from "@dongsoan/shared/domain";
import type { ReportView } from "@dongsoan/shared/http-api";

type Header = ReportView["header"];

/** Boxes 1-5, 9a of the decree: the paper's head. These are the paper's words, Vietnamese in every interface language. */
export function SheetHead({ header }: { readonly header: Header }) {
  const addressees = listed(header.addressees);
  return (
    <div className="sheet-head" lang="vi">
      <div className="head-columns">
        <div>
          {agencyLines(header.parentAgency).map((name) => (
            <p key={name} className="head-parent">
              {name}
            </p>
          ))}
          {agencyLines(header.agency).map((name) => (
            <p key={name} className="head-agency">
              {name}
            </p>
          ))}
          <hr className="head-rule-short" />
        </div>
        <div>
          <p className="head-nation">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>
          <p className="head-motto">
            <span>Độc lập - Tự do - Hạnh phúc</span>
          </p>
        </div>
        {/* Box 3 and box 4 stand on one line, however many lines the names above them take. */}
        <p className="head-number">{numberLine(header)}</p>
        <p className="head-place">{dateLine(header)}</p>
      </div>
      <p className="head-type">{header.typeName}</p>
      <p className="head-subject">{header.subject}</p>
      <hr className="head-rule-subject" />
      {addressees.length === 1 && <p className="head-to">Kính gửi: {addressees[0]}</p>}
      {addressees.length > 1 && (
        <div className="head-to-many">
          <p>Kính gửi:</p>
          <ul>
            {addressees.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      )}
      {header.opening.map((text, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
        <p key={i} className="sheet-text">
          {text}
        </p>
      ))}
    </div>
  );
}

/** Closing, recipients (9b) and signature (7a, 7b). */
export function SheetFoot({ header }: { readonly header: Header }) {
  const { closing, recipients, signature } = header;
  return (
    <div className="sheet-foot" lang="vi">
      {closing.map((text, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- no identity but its place
        <p key={i} className="sheet-text">
          {text.replace(/[./\s]+$/, "")}
          {i === closing.length - 1 ? "./." : "."}
        </p>
      ))}
      <div className="foot-columns">
        <div>
          {recipients.length > 0 && (
            <>
              <p className="foot-to">Nơi nhận:</p>
              <ul className="foot-recipients">
                {listed(recipients).map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            </>
          )}
        </div>
        <div className="foot-signature">
          {signature.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p className="foot-name">{signature.name}</p>
        </div>
      </div>
    </div>
  );
}
