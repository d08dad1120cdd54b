import CivilTime
import ContractService
import JSON

extension JSON {
    /// An event in the JSON format of CloudEvents 1.0.
    static func cloudEvent(_ event: FeedEvent) -> JSON {
        var fields: JSON.Object = [
            "specversion": "1.0", "id": .string(String(event.position)), "source": "/v1/contracts",
            "type": .string("fr.maintien.\(event.type).v\(event.schema)"), "subject": .string(event.contract.description),
            "time": .string(event.recordedAt.description), "datacontenttype": "application/json", "position": .integer(event.position),
            "logid": .string(event.logID), "incarnation": .integer(Int64(event.incarnation)),
            "contractversion": .integer(Int64(event.version)), "recordedby": .string(event.recordedBy),
        ]
        if let proposer = event.proposedBy { fields.append("proposedby", .string(proposer)) }
        fields.append("data", event.payload)
        return .object(fields)
    }
}
