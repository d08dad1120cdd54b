extension BackOffice {
    /// *Que s'est-il passé ?*: the menu, the form, the preview, what was recorded.
    var actPages: [Page] { [] }
}
