import Billing
import BillingService
import HTTPTypes
import Hummingbird
import Words

/// The problems of runs.
extension Problem {
    init(_ refusal: BillingRefusal) {
        let (rule, status) = (refusal.rule, Self.status(of: refusal.rule))
        self.init(
            status: status, rule: rule.id, source: rule.source,
            title: status == .notFound ? Bilingual("Inconnu", "Unknown") : Bilingual("Appel refusé", "Run refused"),
            detail: Bilingual(rule.french, rule.english))
    }

    init(_ file: UnreadableBankFile) {
        self.init(
            status: .unprocessableContent, rule: BillingRule.bankFileFormat.id, source: BillingRule.bankFileFormat.source,
            title: Bilingual("Fichier refusé", "File refused"), detail: Bilingual(file.french, file.english))
    }

    private static func status(of rule: BillingRule) -> HTTPResponse.Status {
        switch rule {
        case .runUnknown, .statementUnknown, .directDebitUnknown, .fileUnknown, .bankLineUnknown: .notFound
        case .runInProgress, .runMonthAlreadyCalled, .directDebitAlreadyReturned, .fileAlreadyHandedOver, .paymentDuplicate,
            .refundDuplicate,
            .writeOffDuplicate, .bankLineAlreadySettled:
            .conflict
        default: .unprocessableContent
        }
    }
}
