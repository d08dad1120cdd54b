extension BackOffice {
    /// Papers, and what judges their references.
    var paperPages: [Page] { [] }
}
