import ContractService
import JSON

extension CommandName {
    /// An example body of the command. A contract accepts it after the examples of the commands that link to this one.
    var example: JSON? { CommandName.examples[rawValue] }

    /// The commands that may follow this one on its contract.
    var followers: [CommandName] { (CommandName.followers[rawValue] ?? []).compactMap { CommandName(rawValue: $0) } }

    private static let child: JSON = "0a5f7e12-2222-4222-8333-123456789abc"

    private static let examples: [String: JSON] = [
        "affiliate": [
            "scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", "employer": "0750001A",
            "employment": ["kind": "civilServant", "startedOn": "2019-09-01"],
            "holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Durand", "givenNames": "Camille"]], "option": "base",
            "grossMonthlyPayCents": 250_000, "remoteTransmission": true,
        ],
        "exempt": [
            "scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", "through": "2027-04-30", "ground": "individualContract",
            "swornStatementOn": "2026-04-20",
        ],
        "add-beneficiary": [
            "beneficiary": child, "relation": "child", "bornOn": "2006-02-11", "fiscallyDependent": true, "effectiveOn": "2026-06-01",
            "identity": ["familyName": "Durand", "givenNames": "Lou"],
        ],
        "record-beneficiary-status": [
            "beneficiary": child, "status": ["kind": "student", "from": "2026-09-01", "through": "2027-08-31"],
        ],
        "remove-beneficiary": ["beneficiary": child, "effectiveOn": "2027-01-01", "reason": "covered by an employer"],
        "suspend": ["effectiveOn": "2026-09-01", "cause": "personalConvenience", "income": "none"],
        "request-continuation": ["suspensionFrom": "2026-09-01", "requestedOn": "2026-09-20"],
        "end-continuation": ["effectiveOn": "2026-12-01", "reason": "covered by another contract"],
        "start-temporary-cessation": ["effectiveOn": "2026-09-01", "cause": "parentalLeave"],
        "resume": ["effectiveOn": "2027-03-01"],
        "end-employment": ["lastDay": "2026-08-31", "reason": "endOfContract"],
        "start-portability": [
            "bulletin": ["lastDay": "2026-08-31", "activityPeriods": [["from": "2019-09-01", "through": "2026-08-31"]]],
            "notification": ["opensOn": "2026-09-01"], "retired": false,
        ],
        "record-france-travail-proof": ["month": "2026-10", "compensated": true],
        "end-portability": ["effectiveOn": "2026-12-01", "reason": "newEmployment"],
        "change-option": ["effectiveOn": "2027-01-01", "option": "option1"],
        "declare-pay": ["effectiveOn": "2026-10-01", "grossMonthlyPayCents": 262_000],
        "change-employer": ["effectiveOn": "2026-10-01", "employer": "0690123B"],
        "change-remote-transmission": ["effectiveOn": "2026-10-01", "remoteTransmission": false],
        "register-mandate": [
            "effectiveOn": "2026-09-01", "iban": "FR7630006000011234567890189", "mandateReference": "DURAND-1", "signedOn": "2026-08-25",
        ],
        "revoke-mandate": ["effectiveOn": "2026-12-01", "mandateReference": "DURAND-1"],
        "rescind": ["version": 2, "reason": "the absence was another agent's"],
        "correct": [
            "reason": "the absence began two days later", "rescind": [2],
            "commands": [["command": "suspend", "effectiveOn": "2026-09-03", "cause": "personalConvenience", "income": "none"]],
        ],
    ]

    private static let followers: [String: [String]] = [
        "affiliate": [
            "add-beneficiary", "suspend", "start-temporary-cessation", "end-employment", "change-option", "declare-pay", "change-employer",
            "change-remote-transmission", "register-mandate",
        ],
        "add-beneficiary": ["record-beneficiary-status", "remove-beneficiary"],
        "suspend": ["resume", "request-continuation", "rescind", "correct"],
        "request-continuation": ["end-continuation"],
        "end-employment": ["start-portability"],
        "start-portability": ["record-france-travail-proof", "end-portability"],
        "register-mandate": ["revoke-mandate"],
    ]
}
