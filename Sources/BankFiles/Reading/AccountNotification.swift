import Billing
import CivilTime

/// A camt.054: what the bank booked on our account.
struct AccountNotification: BankMessage {
    /// An entry, a batch of debits in it, or one transaction of it.
    private struct Movement {
        /// Which `NtryDtls` of its entry it stands in.
        var details = 0
        var isCredit: Bool?
        /// The amount in euros; `nil` when the bank tells none, or another one.
        var amount: Money?
        var hasAmount = false
        var reference: String?
        var file: String?
        var endToEndId: String?
        var isReturn = false
        var reason: String?

        mutating func take(_ text: BankFileText) { (amount, hasAmount) = (text.euros, true) }
    }

    private var messageId: String?
    private var createdOn: Day?
    private var lines: [BankFileLine] = []
    /// Whether an entry is booked on no day of its own before the message tells its day.
    private var lacksDay = false

    private var status: String?
    private var isReversal = false
    private var bookedOn: Day?
    private var entry = Movement()
    private var detailsCount = 0
    private var batch = Movement()
    private var batches: [Movement] = []
    private var transaction = Movement()
    private var transactions: [Movement] = []

    var count: Int { lines.count + batches.count + transactions.count }

    mutating func begin(_ path: String) {
        switch path {
        case "Ntfctn/Ntry":
            (entry, detailsCount, batches, transactions) = (Movement(), 0, [], [])
            (status, isReversal, bookedOn) = (nil, false, nil)
        case "Ntfctn/Ntry/NtryDtls": detailsCount += 1
        case "Ntfctn/Ntry/NtryDtls/Btch": batch = Movement(details: detailsCount)
        case "Ntfctn/Ntry/NtryDtls/TxDtls": transaction = Movement(details: detailsCount)
        case "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf": transaction.isReturn = true
        default: break
        }
    }

    mutating func end(_ path: String, _ text: BankFileText) {
        switch path {
        case "GrpHdr/MsgId": messageId = text.text
        case "GrpHdr/CreDtTm": createdOn = text.day

        case "Ntfctn/Ntry/AcctSvcrRef": entry.reference = text.code
        case "Ntfctn/Ntry/Amt": entry.take(text)
        case "Ntfctn/Ntry/CdtDbtInd": entry.isCredit = text.isCredit
        case "Ntfctn/Ntry/RvslInd": isReversal = ["true", "1"].contains(text.code)
        // The code stands in an element of its own since the version of 2019.
        case "Ntfctn/Ntry/Sts", "Ntfctn/Ntry/Sts/Cd": status = text.code ?? status
        case "Ntfctn/Ntry/BookgDt/Dt", "Ntfctn/Ntry/BookgDt/DtTm": bookedOn = text.day

        case "Ntfctn/Ntry/NtryDtls/Btch/PmtInfId": batch.file = text.text
        case "Ntfctn/Ntry/NtryDtls/Btch/TtlAmt": batch.take(text)
        case "Ntfctn/Ntry/NtryDtls/Btch/CdtDbtInd": batch.isCredit = text.isCredit
        case "Ntfctn/Ntry/NtryDtls/Btch": batches.append(batch)

        case "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/AcctSvcrRef": transaction.reference = text.code
        case "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/PmtInfId": transaction.file = text.text
        case "Ntfctn/Ntry/NtryDtls/TxDtls/Refs/EndToEndId": transaction.endToEndId = text.text
        case "Ntfctn/Ntry/NtryDtls/TxDtls/Amt", "Ntfctn/Ntry/NtryDtls/TxDtls/AmtDtls/TxAmt/Amt": transaction.take(text)
        case "Ntfctn/Ntry/NtryDtls/TxDtls/CdtDbtInd": transaction.isCredit = text.isCredit
        case "Ntfctn/Ntry/NtryDtls/TxDtls/RtrInf/Rsn/Cd": transaction.reason = text.reason
        case "Ntfctn/Ntry/NtryDtls/TxDtls": transactions.append(transaction)

        case "Ntfctn/Ntry": addEntry()
        default: break
        }
    }

    /// Only what is booked counts: the bank tells of an expected entry again when it books it.
    private mutating func addEntry() {
        guard status == "BOOK" else { return }
        guard let on = bookedOn ?? createdOn else {
            lacksDay = true
            return
        }
        if entry.isCredit == true {
            lines += credits(on) ?? [unmatched(entry, on)]
        } else if transactions.isEmpty {
            lines.append(unmatched(entry, on))
        } else {
            lines += transactions.map { transaction in returned(transaction, on) ?? unmatched(transaction, on) }
        }
    }

    /// A transaction that took a debit's amount off our account again.
    private func returned(_ transaction: Movement, _ on: Day) -> BankFileLine? {
        guard transaction.isReturn, !(transaction.isCredit ?? entry.isCredit ?? true), let id = transaction.endToEndId else { return nil }
        let reason = transaction.reason ?? .narrativeReason
        return .returned(endToEndId: id, DebitReturn(kind: reason == "MD06" ? .refund : .return, reason: reason, on: on))
    }

    /// The files that an entry credits; `nil` when a part of it names none, or when it does not say how much of several. An entry that takes back
    /// another one credits none. Without the bank's reference a credit that is told again could not be known from another one.
    private func credits(_ on: Day) -> [BankFileLine]? {
        guard !isReversal, let reference = entry.reference, let total = entry.amount else { return nil }
        func credit(_ file: String, _ amount: Money) -> BankFileLine { .credited(file: file, amount: amount, on: on, reference: reference) }
        let parts = partsOfEntry
        let files = Set(parts.compactMap(\.file))
        guard !(batches + transactions).contains(where: { $0.isCredit == false || $0.file.map(files.contains) == false }) else {
            return nil
        }
        if files.count == 1, let file = files.first, parts.allSatisfy({ $0.file == file && !$0.hasAmount }) { return [credit(file, total)] }
        var sums: [String: Money] = [:]
        for part in parts {
            guard let file = part.file, let amount = part.amount else { return nil }
            sums[file, default: .zero] += amount
        }
        guard !sums.isEmpty, sums.values.reduce(.zero, +) == total else { return nil }
        return sums.sorted { $0.key < $1.key }.map { credit($0.key, $0.value) }
    }

    /// What the amount of the open entry is made of: in each `NtryDtls` its batch, else its transactions. A batch that names no file leaves that to them.
    private var partsOfEntry: [Movement] {
        let detailed = Set(transactions.map(\.details))
        let parts = batches.filter { $0.file != nil || !detailed.contains($0.details) }
        let batched = Set(parts.map(\.details))
        return parts + transactions.filter { !batched.contains($0.details) }
    }

    private func unmatched(_ movement: Movement, _ on: Day) -> BankFileLine {
        let isCredit = movement.isCredit ?? entry.isCredit
        return .unmatched(
            UnmatchedBankLine(
                endToEndId: movement.endToEndId, reference: movement.reference ?? entry.reference,
                amount: isCredit.flatMap { isCredit in movement.amount.map { isCredit ? $0 : .zero - $0 } }, on: on))
    }

    func file() throws(BankFileDefect) -> BankFile {
        guard let messageId else { throw .missing("GrpHdr/MsgId") }
        if createdOn == nil || lacksDay { throw .missing("GrpHdr/CreDtTm") }
        return BankFile(messageId: messageId, lines: lines)
    }
}

extension BankFileText {
    /// Whether the text says that money came in; `nil` for another text.
    fileprivate var isCredit: Bool? {
        switch code {
        case "CRDT": true
        case "DBIT": false
        default: nil
        }
    }
}
