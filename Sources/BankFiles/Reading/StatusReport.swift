import Billing
import CivilTime

/// A pain.002: which debits the bank rejects, one by one, or a file as a whole.
struct StatusReport: BankMessage {
    /// A status, and the first reason given for it.
    private struct Status {
        var code: String?
        var reason: String?

        var isRejection: Bool { code == "RJCT" }
    }

    private var messageId: String?
    private var createdOn: Day?
    private var group = Status()
    private var groupFile: String?
    private var batch = Status()
    private var batchFile: String?
    private var debit = Status()
    private var endToEndId: String?
    private var lines: [BankFileLine] = []
    /// Whether a debit is rejected before the message tells its day.
    private var lacksDay = false
    /// The files that are rejected as a whole, in order, each once.
    private var rejected: [(file: String, reason: String)] = []
    /// The same files.
    private var rejectedFiles: Set<String> = []

    var count: Int { lines.count + rejected.count }

    mutating func begin(_ path: String) {
        switch path {
        case "OrgnlPmtInfAndSts": (batch, batchFile) = (Status(), nil)
        case "OrgnlPmtInfAndSts/TxInfAndSts": (debit, endToEndId) = (Status(), nil)
        default: break
        }
    }

    mutating func end(_ path: String, _ text: BankFileText) {
        switch path {
        case "GrpHdr/MsgId": messageId = text.text
        case "GrpHdr/CreDtTm": createdOn = text.day
        case "OrgnlGrpInfAndSts/OrgnlMsgId": groupFile = text.text
        case "OrgnlGrpInfAndSts/GrpSts": group.code = text.code
        case "OrgnlGrpInfAndSts/StsRsnInf/Rsn/Cd": group.reason = group.reason ?? text.reason
        case "OrgnlGrpInfAndSts": if group.isRejection, let groupFile { reject(groupFile, group) }
        case "OrgnlPmtInfAndSts/OrgnlPmtInfId": batchFile = text.text
        case "OrgnlPmtInfAndSts/PmtInfSts": batch.code = text.code
        case "OrgnlPmtInfAndSts/StsRsnInf/Rsn/Cd": batch.reason = batch.reason ?? text.reason
        case "OrgnlPmtInfAndSts/TxInfAndSts/OrgnlEndToEndId": endToEndId = text.text
        case "OrgnlPmtInfAndSts/TxInfAndSts/TxSts": debit.code = text.code
        case "OrgnlPmtInfAndSts/TxInfAndSts/StsRsnInf/Rsn/Cd": debit.reason = debit.reason ?? text.reason
        case "OrgnlPmtInfAndSts/TxInfAndSts": addDebit()
        case "OrgnlPmtInfAndSts": if batch.isRejection, let batchFile { reject(batchFile, batch) }
        default: break
        }
    }

    /// A debit's own status counts; without one, that of its batch, then of its group.
    private mutating func addDebit() {
        let status = [debit, batch, group].first { $0.code != nil }
        guard let status, status.isRejection else { return }
        let reason = debit.reason ?? status.reason ?? .narrativeReason
        guard let createdOn else {
            lacksDay = true
            return
        }
        lines.append(
            endToEndId.map { .returned(endToEndId: $0, DebitReturn(kind: .reject, reason: reason, on: createdOn)) }
                ?? .unmatched(UnmatchedBankLine(endToEndId: nil, reference: batchFile ?? groupFile, amount: nil, on: createdOn)))
    }

    private mutating func reject(_ file: String, _ status: Status) {
        if rejectedFiles.insert(file).inserted { rejected.append((file, status.reason ?? .narrativeReason)) }
    }

    /// Debits that are listed come first: their reasons are more exact than that of their file.
    func file() throws(BankFileDefect) -> BankFile {
        guard let messageId else { throw .missing("GrpHdr/MsgId") }
        guard let createdOn, !lacksDay else { throw .missing("GrpHdr/CreDtTm") }
        return BankFile(
            messageId: messageId,
            lines: lines
                + rejected.map { .rejected(file: $0.file, DebitReturn(kind: .reject, reason: $0.reason, on: createdOn)) })
    }
}
