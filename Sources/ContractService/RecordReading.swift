/// Reads full records of contracts: implemented by the service, and by the command line's questions.
public protocol RecordReading: Sendable {
    /// A contract's record, for web pages.
    func record(of id: ContractID, knownAt: KnownAt) async throws -> ContractRecord

    /// The contract of the event at a position of the log; nil when there is no such event.
    func contract(ofEventAt position: Int64) async throws -> ContractID?
}

extension ContractService: RecordReading {}
extension ContractQuestions: RecordReading {}
