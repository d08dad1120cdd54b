import Access
import ArgumentParser
import ContractService
import Contracts
import Metrics

/// The options that limit the size of one contract.
struct LimitOptions: ParsableArguments {
    @ArgumentParser.Option(
        help: ArgumentHelp(
            "The most facts that a contract may hold, rescissions not counted (default: \(ContractLimits.standard.facts)).", valueName: "n")
    )
    var contractFacts: String?

    @ArgumentParser.Option(
        help: ArgumentHelp(
            "The most beneficiaries that a contract may have (default: \(ContractLimits.standard.beneficiaries)).", valueName: "n"))
    var contractBeneficiaries: String?

    /// The flags by their settings' keys.
    var flags: [String: String?] { ["contract.facts": contractFacts, "contract.beneficiaries": contractBeneficiaries] }
}

extension Settings {
    /// The limits of one contract, from the settings or the standard.
    ///
    /// - Throws: when a setting is not a number of at least 1.
    func contractLimits() throws -> ContractLimits {
        ContractLimits(
            facts: try number("contract.facts") ?? ContractLimits.standard.facts,
            beneficiaries: try number("contract.beneficiaries") ?? ContractLimits.standard.beneficiaries)
    }

    /// The rate limits of one caller. A burst may have twice the requests of a second.
    ///
    /// - Throws: when a setting is not a number of at least 0.
    func callerLimits() throws -> CallerLimits {
        let requests = text("limits.requests") == "0" ? nil : try number("limits.requests") ?? 50
        let shown = text("limits.shownPeople") == "0" ? .max : try number("limits.shownPeople") ?? 2000
        return CallerLimits(
            requests: requests.map { CallRate(burst: 2 * Double($0), perSecond: Double($0)) } ?? .unlimited, shownAlarm: shown,
            onAlarm: Counter(label: "maintien_mass_readings").increment)
    }

    /// The limit of failed sign-ins of one address.
    ///
    /// - Throws: when the setting is not a number of at least 0.
    func failedSignIns() throws -> FailedSignIns {
        let allowed = text("limits.failedSignIns") == "0" ? nil : try number("limits.failedSignIns") ?? 10
        return FailedSignIns(allowed: allowed, onFailure: Counter(label: "maintien_failed_sign_ins").increment)
    }

    /// The operations that supervisors may not do alone. By default, all that can be guarded.
    ///
    /// - Throws: when the setting is neither `none` nor a list of operations.
    func fourEyes() throws -> Set<FourEyes> {
        guard let text = text("fourEyes") else { return Set(FourEyes.allCases) }
        if text == "none" { return [] }
        let operations = text.split(separator: ",", omittingEmptySubsequences: false).map { FourEyes(rawValue: String($0)) }
        guard operations.allSatisfy({ $0 != nil }) else {
            throw ValidationError("fourEyes is \(text): \(FourEyes.allCases.map(\.rawValue).joined(separator: ",")), or none, is expected.")
        }
        return Set(operations.compactMap(\.self))
    }

    /// How many months readings of personal data and proposals are kept.
    ///
    /// - Throws: when the setting is not 6 to 36.
    func monthsOfReadings() throws -> Int {
        let months = try number("accessLog.months") ?? 12
        guard 6...36 ~= months else { throw ValidationError("accessLog.months is \(months): 6 to 36 is expected.") }
        return months
    }

    /// How many months idempotency keys are kept; nil for ever.
    ///
    /// By default 13: a yearly file can be sent again in its second year.
    /// - Throws: when the setting is not 0 to 1200.
    func monthsOfKeys() throws -> Int? {
        if text("idempotency.months") == "0" { return nil }
        let months = try number("idempotency.months") ?? 13
        guard months <= 1200 else { throw ValidationError("idempotency.months is \(months): 1 to 1200 is expected, or 0 for ever.") }
        return months
    }

    /// A setting that must be a number of at least 1.
    private func number(_ key: String) throws -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text), number > 0 else { throw ValidationError("\(key) is \(text): a number from 1 on is expected.") }
        return number
    }
}
