import Billing
import ContractService
import Contracts
import DatabaseSchema
import JSON

/// Parameters of money for the scheme that comes with the program, made up.
enum MoneyOfTests {
    /// By the name of the scheme.
    static let parameters: [String: MoneyParameters] = {
        do {
            guard let file = SchemeFile.all.first, let parameters = try JSON(parsing: file.bytes)["parameters"]?.object else { return [:] }
            let members = try JSON(parsing: Self.values).object?.members ?? []
            let money = members.map { member in
                (member.key, JSON.array([["from": "2026-05-01", "value": member.value, "source": "made up", "confirmed": true]]))
            }
            let all = JSON.Object(parameters.members.map { ($0.key, $0.value) } + money)
            let fields = try JSON(parsing: file.bytes).object?.members ?? []
            let scheme = JSON.Object(fields.map { ($0.key, $0.key == "parameters" ? .object(all) : $0.value) })
            let served = try SchemeReader.read(JSON.object(scheme).bytes())
            return served.money.map { [served.scheme.name: $0] } ?? [:]
        } catch { preconditionFailure("\(error)") }
    }()

    private static let values = """
        {
          "creditor": {"name": "Mutuelle des Essais", "identifier": "FR72ZZZ123456", "iban": "FR7630006000011234567890189", "bic": "AGRIFRPP"},
          "runLeadDays": 45, "refundDays": 56, "statementDueDays": 30, "collectionDay": 8, "preNotificationDays": 14,
          "prescription": {
            "employer": {"years": 4, "from": "nextYear"}, "agent": {"years": 2, "from": "monthEnd"}, "credit": {"years": 5, "from": "monthEnd"}},
          "employerCredit": "carry", "agentCredit": "refund", "sequenceType": "RCUR", "directDebitFormat": "pain.008.001.08",
          "directDebitsPerFile": 1000, "mandateLapsesMonths": 36, "representations": 1,
          "returnPolicy": {"AM04": "represent", "AC04": "endMandate", "MD06": "hold"}, "remittanceText": "COTISATION {month}",
          "ledgerAccounts": {
            "receivable:employer": "402100", "receivable:agent": "402200", "cotisation:employerPart": "702100",
            "cotisation:agentPart": "702200", "transit:directDebit": "511600", "bank": "512000", "loss:writeOff": "654000"}
        }
        """
}
