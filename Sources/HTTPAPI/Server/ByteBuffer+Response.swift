import HTTPTypes
import NIOCore

extension ByteBuffer {
    /// Writes the head of an answer in HTTP/1.1.
    ///
    /// - Parameters:
    ///   - common: the headers of every answer, unless the answer has its own.
    ///   - date: the value of `Date`.
    mutating func writeHead(of response: Response, common: CommonHeaders, date: String) {
        if response.status == .ok {
            writeStaticString("HTTP/1.1 200 OK\r\n")
        } else {
            writeString("HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n")
        }
        for field in response.headers { writeField(field.name.rawName, field.value) }
        common.write(to: &self, besides: response.headers)
        switch response.body {
        case .none: break
        case .bytes(let bytes): writeField("Content-Length", String(bytes.count))
        case .made(let length?, _): writeField("Content-Length", String(length))
        case .made(nil, _): writeStaticString("Transfer-Encoding: chunked\r\n")
        }
        writeField("Date", date)
        writeStaticString("\r\n")
    }

    /// Writes a line of a head.
    mutating func writeField(_ name: String, _ value: String) {
        writeString(name)
        writeStaticString(": ")
        writeString(value)
        writeStaticString("\r\n")
    }
}
