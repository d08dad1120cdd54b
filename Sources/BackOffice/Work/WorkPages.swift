extension BackOffice {
    /// *À traiter*, and the day's files.
    var workPages: [Page] { [] }
}
