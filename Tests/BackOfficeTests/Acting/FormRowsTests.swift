import Testing

@testable import BackOffice

/// How many elements of a list a form shows: its field may say anything.
@Suite struct FormRowsTests {
    @Test(
        arguments: [
            (nil, 1, 2), ("", 1, 2), ("3", 1, 4), ("3", 0, 3), ("0", 0, 1), ("-9223372036854775808", 1, 2), ("99", 1, 100), ("100", 1, 100),
            ("9223372036854775807", 1, 100), ("9223372036854775808", 1, 2), ("x", 0, 1),
        ] as [(String?, Int, Int)])
    func `no number that a form says leads beyond the bounds`(text: String?, more: Int, rows: Int) {
        #expect(FormFields.rows(text, adding: more) == rows)
    }
}
