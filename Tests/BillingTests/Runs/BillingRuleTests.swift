import Billing
import Contracts
import Foundation
import Testing

/// The rules of money are named, and a newcomer finds each in the room's pages.
@Suite struct BillingRuleTests {
    @Test func `each rule has a source and its words, and no id of another room`() {
        for rule in BillingRule.allCases {
            #expect(!rule.source.isEmpty && !rule.french.isEmpty && !rule.english.isEmpty && rule.id == rule.rawValue)
            #expect(Rule(rawValue: rule.id) == nil, "\(rule.id)")
        }
        #expect(Set(BillingRule.allCases.map(\.french)).count == BillingRule.allCases.count)
        #expect(Set(BillingRule.allCases.map(\.english)).count == BillingRule.allCases.count)
    }

    @Test func `the pages tell every rule, every parameter, every reason and every cause`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/Billing/Billing.docc")
        let pages = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let text = try pages.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        var parameters: [String] = []
        for child in Mirror(reflecting: try MoneyExample.parameters()).children { parameters += [child.label].compactMap(\.self) }
        #expect(parameters.count == 18)
        // In files the limit names its unit.
        parameters = parameters.map { $0 == "directDebitLimit" ? "directDebitLimitCents" : $0 }
        for name in BillingRule.allCases.map(\.id) + parameters + HoldReason.allCases.map(\.rawValue) + MonthCause.allCases.map(\.rawValue)
        {
            #expect(text.contains("`\(name)`"), "\(name)")
        }
    }
}
