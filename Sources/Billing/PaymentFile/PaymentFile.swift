public import CivilTime
import Contracts

/// A file of direct debits as the bank reads it: a pain.008 message of ISO 20022, under the rules of SEPA Core (EPC130-08).
///
/// The same values give the same bytes. It is written piece by piece, so that a file of any length needs the memory of one debit: first
/// ``head``, then ``bytes(of:name:iban:)`` for each of its debits, then ``tail``.
public struct PaymentFile: Sendable {
    /// The file's identifier, which is the message's and the batch's too.
    public let id: String
    /// When the run was accepted.
    public let createdAt: Instant
    /// How many debits it holds, and their sum.
    public let sum: DebitSum
    /// The day of collection.
    public let collectionOn: Day
    private let terms: MoneyTerms
    private let remittance: String?

    /// A file of a run.
    ///
    /// - Parameters:
    ///   - id: its identifier.
    ///   - run: the run that presented its debits.
    ///   - sum: how many debits it holds, and their sum.
    ///   - collectionOn: their day of collection.
    ///   - terms: the parameters that the run went by.
    public init(id: String, of run: BillingRun, sum: DebitSum, collectionOn: Day, _ terms: MoneyTerms) {
        self.id = id
        createdAt = run.knownAt
        self.sum = sum
        self.collectionOn = collectionOn
        self.terms = terms
        let text = terms.remittanceText.split(separator: "{month}", omittingEmptySubsequences: false)
            .joined(separator: run.month?.description ?? "")
        remittance = SEPAText(text, limit: SEPAText.remittanceLimit)?.text
    }

    /// What stands before the debits.
    public var head: [UInt8] {
        let creditor = terms.creditor
        var xml = XMLPiece("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        xml.open("Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:\(terms.directDebitFormat.rawValue)\"", "CstmrDrctDbtInitn", "GrpHdr")
        xml.add("MsgId", text: id)
        xml.add("CreDtTm", text: createdAt.dateTime)
        addSum(to: &xml)
        xml.add("InitgPty", "Nm", text: creditor.writtenName)
        xml.close("GrpHdr")
        xml.open("PmtInf")
        xml.add("PmtInfId", text: id)
        xml.add("PmtMtd", text: "DD")
        xml.add("BtchBookg", text: "true")
        addSum(to: &xml)
        xml.open("PmtTpInf")
        xml.add("SvcLvl", "Cd", text: "SEPA")
        xml.add("LclInstrm", "Cd", text: "CORE")
        xml.add("SeqTp", text: terms.sequenceType.rawValue)
        xml.close("PmtTpInf")
        xml.add("ReqdColltnDt", text: collectionOn.description)
        xml.add("Cdtr", "Nm", text: creditor.writtenName)
        xml.add("CdtrAcct", "Id", "IBAN", text: creditor.iban.text)
        xml.add("CdtrAgt", "FinInstnId", terms.directDebitFormat.bicElement, text: creditor.bic.text)
        xml.add("ChrgBr", text: "SLEV")
        xml.open("CdtrSchmeId", "Id", "PrvtId", "Othr")
        xml.add("Id", text: creditor.identifier.text)
        xml.add("SchmeNm", "Prtry", text: "SEPA")
        xml.close("CdtrSchmeId", "Id", "PrvtId", "Othr")
        xml.endLine()
        return xml.bytes
    }

    /// A debit; `nil` when the name has no letter that banks read, under which no run presents a debit.
    ///
    /// - Parameters:
    ///   - debit: a debit of this file.
    ///   - name: the name on the account.
    ///   - iban: the account.
    public func bytes(of debit: DirectDebit, name: String, iban: String) -> [UInt8]? {
        guard let name = SEPAText(name, limit: SEPAText.nameLimit) else { return nil }
        var xml = XMLPiece("")
        xml.open("DrctDbtTxInf")
        xml.add("PmtId", "EndToEndId", text: debit.endToEndId)
        xml.add("InstdAmt Ccy=\"EUR\"", text: debit.amount.decimal)
        xml.open("DrctDbtTx", "MndtRltdInf")
        xml.add("MndtId", text: debit.mandate.reference)
        xml.add("DtOfSgntr", text: debit.mandate.signedOn.description)
        if debit.isAmended {
            xml.add("AmdmntInd", text: "true")
            xml.add("AmdmntInfDtls", "OrgnlDbtrAcct", "Id", "Othr", "Id", text: "SMNDA")
        }
        xml.close("DrctDbtTx", "MndtRltdInf")
        xml.add("DbtrAgt", "FinInstnId", "Othr", "Id", text: "NOTPROVIDED")
        xml.add("Dbtr", "Nm", text: name.text)
        xml.add("DbtrAcct", "Id", "IBAN", text: iban)
        if let remittance { xml.add("RmtInf", "Ustrd", text: remittance) }
        xml.close("DrctDbtTxInf")
        xml.endLine()
        return xml.bytes
    }

    /// What stands after the debits.
    public var tail: [UInt8] {
        var xml = XMLPiece("")
        xml.close("Document", "CstmrDrctDbtInitn", "PmtInf")
        xml.endLine()
        return xml.bytes
    }

    private func addSum(to xml: inout XMLPiece) {
        xml.add("NbOfTxs", text: String(sum.count))
        xml.add("CtrlSum", text: sum.amount.decimal)
    }
}

extension DirectDebitFormat {
    /// The name of the element that holds a BIC.
    fileprivate var bicElement: String {
        switch self {
        case .version02: "BIC"
        case .version08: "BICFI"
        }
    }
}

extension Instant {
    /// The instant in UTC, to the second.
    fileprivate var dateTime: String { String(description.prefix(19)) + "Z" }
}
