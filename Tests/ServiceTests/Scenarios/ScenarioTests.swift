import Testing

/// Whole lives, against answers reckoned by hand.
@Suite(.timeLimit(.minutes(10))) struct ScenarioTests {
    static let all = [
        PackageResources.absences_json, PackageResources.portability_json, PackageResources.families_json, PackageResources.money_json,
    ].flatMap(Scenario.read)

    @Test(arguments: all)
    func `a life is answered as the rules say`(scenario: Scenario) async throws {
        try await withService { service in
            var player = ScenarioPlayer(service)
            try await player.play(scenario)
            #expect(player.failures.isEmpty, "\(player.failures.joined(separator: "\n"))")
        }
    }

    @Test func `there are lives, and each has a name of its own`() {
        #expect(Self.all.count >= 12)
        #expect(Set(Self.all.map(\.id)).count == Self.all.count)
    }
}
