/// The place of a direct debit in the sequence under its mandate (P `sequenceType`).
public enum SequenceType: String, CaseIterable, Sendable {
    /// Recurrent. It serves for the first debit too: FRST is optional since 21 November 2016 (EPC016-06).
    case recurrent = "RCUR"
}
