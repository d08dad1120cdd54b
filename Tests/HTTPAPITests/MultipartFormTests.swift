import HTTPTypes
import NIOCore
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// Forms with a file, as browsers write them; anything else is refused as a whole.
@Suite struct MultipartFormTests {
    private static let boundary = "----WebKitFormBoundary7MA4YWxk"

    private func form(_ parts: [String], boundary: String = boundary, end: String = "--\r\n") -> MultipartForm? {
        let body = parts.map { "--\(boundary)\r\n\($0)\r\n" }.joined() + "--\(boundary)\(end)"
        return MultipartForm(Array(body.utf8), boundary: boundary)
    }

    private let month = "Content-Disposition: form-data; name=\"month\"\r\n\r\njanvier 2027"
    private let file =
        "Content-Disposition: form-data; name=\"scheme\"; filename=\"a%22b.json\"\r\nContent-Type: application/json\r\n\r\n{\r\n}\r\n--"

    @Test func `fields and the file are read, with line breaks and dashes of their own`() throws {
        let form = try #require(self.form([month, file]))
        #expect(form.fields["month"] == "janvier 2027" && form.fields.all.count == 1)
        #expect(form.file == PageFile(name: "a%22b.json", bytes: Array("{\r\n}\r\n--".utf8)))
        #expect(try #require(self.form([month], end: "--")).file == nil)
    }

    @Test func `a file that was not chosen is none`() throws {
        let none = "Content-Disposition: form-data; name=\"scheme\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        #expect(try #require(self.form([none, month])).file == nil)
    }

    @Test func `a byte that is no text is kept in a file, and refused in a field`() throws {
        let head = Array("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n".utf8)
        let form = try #require(MultipartForm(head + [0xFF, 0x00, 0x0D] + Array("\r\n--b--\r\n".utf8), boundary: "b"))
        #expect(form.file?.bytes == [0xFF, 0x00, 0x0D])
        let field = Array("--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n".utf8)
        #expect(MultipartForm(field + [0xFF] + Array("\r\n--b--".utf8), boundary: "b") == nil)
    }

    @Test func `what browsers do not write is refused`() {
        #expect(form([]) != nil)
        #expect(form([file, file]) == nil, "two files")
        #expect(form([month], end: "") == nil && form([month], end: "x") == nil, "no end")
        #expect(form(["Content-Type: text/plain\r\n\r\nx"]) == nil, "no name")
        #expect(form(["Content-Disposition: attachment; name=\"a\"\r\n\r\nx"]) == nil)
        #expect(form(["Content-Disposition: form-data; name=\"a\"\r\nx"]) == nil, "no empty line")
        #expect(form(["X: \(String(repeating: "x", count: 3000))\r\n\(month)"]) == nil, "a long header")
        #expect(form(Array(repeating: month, count: 21)) == nil && form(Array(repeating: month, count: 20)) != nil)
        for body in ["", "--", "--\(Self.boundary)", "--\(Self.boundary)\r\n", "x--\(Self.boundary)--", "\r\n--\(Self.boundary)--"] {
            #expect(MultipartForm(Array(body.utf8), boundary: Self.boundary) == nil, "\(body)")
        }
    }

    @Test(
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"), ("Multipart/Form-Data;boundary=\"a b\"", nil),
            ("multipart/form-data; boundary=\"a-b\"", "a-b"),
            ("multipart/form-data", nil), ("multipart/form-data; boundary=", nil), ("multipart/mixed; boundary=abc", nil),
            ("multipart/form-data; boundary=\"", nil), ("multipart/form-data; charset=utf-8; boundary=abc", "abc"),
            ("multipart/form-data; boundary=a\u{e9}", nil), ("multipart/form-data; boundary=\(String(repeating: "a", count: 71))", nil),
        ] as [(String, String?)])
    func `a boundary is one that RFC 2046 allows`(type: String, boundary: String?) {
        let request = Request(
            method: .post, target: "/", host: "x", headers: [.contentType: type], body: .whole(.init()))
        #expect(request.multipartBoundary == boundary)
    }
}
