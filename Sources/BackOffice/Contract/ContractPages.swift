extension BackOffice {
    /// A contract, its facts, what changed in it, its audit.
    var contractPages: [Page] { [] }
}
