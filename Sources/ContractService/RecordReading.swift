/// Who reads contracts with all that stands of them in the log: the service, or the questions of the command line.
public protocol RecordReading: Sendable {
    /// A contract with all that pages say of it.
    func record(of id: ContractID, knownAt: KnownAt) async throws -> ContractRecord

    /// The contract that the event at a position of the log is of; nil when there is no such event.
    func contract(ofEventAt position: Int64) async throws -> ContractID?
}

extension ContractService: RecordReading {}
extension ContractQuestions: RecordReading {}
