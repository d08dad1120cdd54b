extension BackOffice {
    /// Who somebody is, and the form that changes it.
    var personPages: [Page] { [] }
}
