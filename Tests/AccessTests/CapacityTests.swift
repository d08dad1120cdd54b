import Access
import FoundationEssentials
import Testing

@Suite struct CapacityTests {
    @Test func `employers and agents have that one role, and staff never has it`() {
        #expect(Capacity.employer(code: "0750001A").roles == [.employer])
        #expect(Capacity.agent(contract: UUID()).roles == [.agent])
        #expect(Capacity.staff(Set(Role.allCases)).roles == [.clerk, .supervisor, .auditor, .operator])
    }
}
